package io.flowshield.authn.password;

import org.keycloak.models.KeycloakSession;
import org.keycloak.policy.PasswordPolicyProvider;

/** Makes the rule {@code flowshield-guesses}. */
public final class GuessesRuleFactory implements PasswordRuleFactory {
  public static final String ID = "flowshield-guesses";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayName() {
    return "Flow Shield: minimum guesses (log10)";
  }

  @Override
  public String getConfigType() {
    return PasswordPolicyProvider.INT_CONFIG_TYPE;
  }

  @Override
  public String getDefaultConfigValue() {
    return String.valueOf(GuessesRule.USUAL);
  }

  @Override
  public PasswordPolicyProvider create(KeycloakSession session) {
    return new GuessesRule(session);
  }
}
