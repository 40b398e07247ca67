package io.flowshield.risk.rest;

import java.time.Clock;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/flowshield}. */
public final class FlowShieldAdminResourceFactory implements AdminRealmResourceProviderFactory {
  private final RateLimit limit = new RateLimit(Clock.systemUTC());

  @Override
  public String getId() {
    return "flowshield";
  }

  @Override
  public AdminRealmResourceProvider create(KeycloakSession session) {
    return new AdminRealmResourceProvider() {
      @Override
      public Object getResource(
          KeycloakSession keycloak,
          RealmModel realm,
          AdminPermissionEvaluator permissions,
          AdminEventBuilder events) {
        return new FlowShieldAdminResource(keycloak, realm, permissions, events, limit);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
