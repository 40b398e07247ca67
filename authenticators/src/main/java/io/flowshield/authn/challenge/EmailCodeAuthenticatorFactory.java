package io.flowshield.authn.challenge;

import io.flowshield.authn.config.StepFactory;
import java.time.Clock;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@code flowshield-email-code}. */
public final class EmailCodeAuthenticatorFactory
    implements StepFactory<Authenticator>, AuthenticatorFactory {
  public static final String ID = "flowshield-email-code";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: e-mail code";
  }

  @Override
  public String getHelpText() {
    return "Asks for a six-digit code mailed to the user's verified address. Steps aside for users"
        + " who have none.";
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return EmailCodeConfig.PROPERTIES;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new EmailCodeAuthenticator(session, Clock.systemUTC());
  }
}
