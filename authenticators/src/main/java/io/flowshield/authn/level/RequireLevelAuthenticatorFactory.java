package io.flowshield.authn.level;

import io.flowshield.authn.config.StepFactory;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@code flowshield-require-level}. */
public final class RequireLevelAuthenticatorFactory
    implements StepFactory<Authenticator>, AuthenticatorFactory {
  public static final String ID = "flowshield-require-level";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: require level of authentication";
  }

  @Override
  public String getHelpText() {
    return "Requires a level of authentication, as an application does with acr_values. Place it in"
        + " a conditional sub-flow with \"Condition - risk level\", in front of the sub-flow with"
        + " \"Condition - Level of Authentication\". On its own it stops nobody.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return RequireLevelConfig.PROPERTIES;
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new RequireLevelAuthenticator(session);
  }
}
