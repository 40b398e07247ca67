package io.flowshield.authn.risk;

import io.flowshield.authn.config.StepFactory;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@code flowshield-risk}. */
public final class RiskAuthenticatorFactory
    implements StepFactory<Authenticator>, AuthenticatorFactory {
  public static final String ID = "flowshield-risk";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: judge risk";
  }

  @Override
  public String getHelpText() {
    return "Judges the login and notes its risk level. Place it right behind the password, in front"
        + " of the mail of a forgotten password, or behind the identity provider's user; let"
        + " conditional sub-flows with \"Condition - risk level\" follow. On its own it stops"
        + " nobody.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return RiskAuthenticatorConfig.PROPERTIES;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new RiskAuthenticator(session);
  }
}
