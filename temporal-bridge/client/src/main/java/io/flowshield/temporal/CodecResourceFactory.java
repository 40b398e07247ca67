package io.flowshield.temporal;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Serves {@code /admin/realms/{realm}/flowshield-codec}. */
public final class CodecResourceFactory implements AdminRealmResourceProviderFactory {
  @Override
  public String getId() {
    return "flowshield-codec";
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
        return new CodecResource(keycloak, realm, permissions);
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public void init(Config.Scope config) {
    // nothing to read
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    // nothing to prepare
  }

  @Override
  public void close() {
    // nothing to release
  }
}
