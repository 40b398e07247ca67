package io.flowshield.events;

import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Makes the event listener {@code flowshield}. It hears only realms that name it among their event
 * listeners.
 */
public final class LoginListenerFactory implements EventListenerProviderFactory {
  public static final String ID = "flowshield";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public EventListenerProvider create(KeycloakSession session) {
    return new LoginListener(session);
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
