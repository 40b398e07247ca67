package io.flowshield.risk.rest;

import java.time.Clock;
import java.util.concurrent.Semaphore;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** Serves {@code /realms/{realm}/flowshield}. */
public final class FlowShieldResourceFactory implements RealmResourceProviderFactory {
  private final RateLimit limit = new RateLimit(Clock.systemUTC());
  private final Semaphore hintPlaces =
      new Semaphore(4 * Runtime.getRuntime().availableProcessors());

  @Override
  public String getId() {
    return "flowshield";
  }

  @Override
  public RealmResourceProvider create(KeycloakSession session) {
    return new RealmResourceProvider() {
      @Override
      public Object getResource() {
        return new FlowShieldResource(session, limit, hintPlaces);
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
