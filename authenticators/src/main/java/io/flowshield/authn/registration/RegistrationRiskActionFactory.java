package io.flowshield.authn.registration;

import io.flowshield.authn.config.StepFactory;
import org.keycloak.authentication.FormAction;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.KeycloakSession;

/** Makes the form action {@code flowshield-registration-risk}. */
public final class RegistrationRiskActionFactory
    implements StepFactory<FormAction>, FormActionFactory {
  public static final String ID = "flowshield-registration-risk";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: judge registration";
  }

  @Override
  public String getHelpText() {
    return "Judges the registration and starts its saga, which verifies the address and provisions"
        + " services. Place it behind the creation of the user. Needs the required action \"Finish"
        + " registration\" enabled in the realm.";
  }

  @Override
  public FormAction create(KeycloakSession session) {
    return new RegistrationRiskAction(session);
  }
}
