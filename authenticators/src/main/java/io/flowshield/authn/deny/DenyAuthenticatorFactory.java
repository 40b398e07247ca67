package io.flowshield.authn.deny;

import io.flowshield.authn.config.StepFactory;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@code flowshield-deny}. */
public final class DenyAuthenticatorFactory
    implements StepFactory<Authenticator>, AuthenticatorFactory {
  public static final String ID = "flowshield-deny";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: refuse";
  }

  @Override
  public String getHelpText() {
    return "Refuses the login, by default with the answer of a wrong password. Place it in a"
        + " conditional sub-flow behind the password form.";
  }

  /** Brute-force protection counts a refusal as a wrong password. */
  @Override
  public String getReferenceCategory() {
    return PasswordCredentialModel.TYPE;
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return DenyConfig.PROPERTIES;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new DenyAuthenticator(session);
  }
}
