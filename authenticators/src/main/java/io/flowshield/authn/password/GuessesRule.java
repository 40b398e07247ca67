package io.flowshield.authn.password;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.password.PasswordHints;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PolicyError;

/**
 * Refuses a new password that takes fewer guesses than the realm asks for. What nothing can judge
 * passes; the risk service counts it.
 */
record GuessesRule(KeycloakSession session) implements PasswordRule {
  /** Decimal logarithm of the guesses below which online and slow offline attacks succeed. */
  static final int USUAL = 8;

  private static final int MOST = 20;

  @Override
  public @Nullable PolicyError refusal(RealmModel realm, RegistrationFacts owner, String password) {
    int least = realm.getPasswordPolicy().getPolicyConfig(GuessesRuleFactory.ID);
    RiskService service = session.getProvider(RiskService.class);
    if (service == null) {
      return null;
    }
    return PasswordHints.weakness(service.assessPassword(realm, password, owner), least)
        .map(PolicyError::new)
        .orElse(null);
  }

  @Override
  public Object parseConfig(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return USUAL;
    }
    try {
      int least = Integer.parseInt(value.strip());
      if (least >= 1 && least <= MOST) {
        return least;
      }
    } catch (NumberFormatException e) {
      throw unusable();
    }
    throw unusable();
  }

  private static PasswordPolicyConfigException unusable() {
    return new PasswordPolicyConfigException(
        "Flow Shield: minimum guesses is a power of ten, a whole number from 1 to " + MOST);
  }
}
