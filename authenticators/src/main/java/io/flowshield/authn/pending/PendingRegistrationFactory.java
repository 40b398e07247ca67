package io.flowshield.authn.pending;

import io.flowshield.risk.session.DecisionNotes;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes the required action {@code flowshield-pending}. */
public final class PendingRegistrationFactory implements RequiredActionFactory {
  @Override
  public String getId() {
    return DecisionNotes.PENDING_ACTION;
  }

  @Override
  public String getDisplayText() {
    return "Flow Shield: finish registration";
  }

  @Override
  public RequiredActionProvider create(KeycloakSession session) {
    return new PendingRegistration(session);
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
