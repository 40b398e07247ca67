package io.flowshield.authn.reset;

import io.flowshield.authn.config.StepFactory;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.authentication.authenticators.resetcred.ResetCredentialEmail;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@code flowshield-reset-mail}. */
public final class ResetMailAuthenticatorFactory
    implements StepFactory<Authenticator>, AuthenticatorFactory {
  public static final String ID = "flowshield-reset-mail";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: mail for a forgotten password";
  }

  @Override
  public String getHelpText() {
    return "Does what \"Send Reset Email\" does, and sends the mail behind the answer, so that the"
        + " time of the answer does not tell whether there is an account. Place it, REQUIRED,"
        + " instead of that step.";
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED};
  }

  /** Those of Keycloak's own step. */
  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return new ResetCredentialEmail().getConfigProperties();
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new ResetMailAuthenticator();
  }
}
