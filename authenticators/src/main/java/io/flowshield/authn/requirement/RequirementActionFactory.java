package io.flowshield.authn.requirement;

import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Makes the required action {@code flowshield-requirement}. */
public final class RequirementActionFactory implements RequiredActionFactory {
  public static final String ID = "flowshield-requirement";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayText() {
    return "Flow Shield: enforce requirements";
  }

  @Override
  public RequiredActionProvider create(KeycloakSession session) {
    return new RequirementAction(session);
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
