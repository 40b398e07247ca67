package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;

/**
 * A registration's password is one of the leaked ones: 1, or 0.5 when a small change of it is, else
 * 0. Scripts that open accounts by the hundred like to use one well-known password. Missing when
 * nothing judged the password.
 *
 * <p>Rule: 0.5 times the value.
 */
public final class BreachedPassword implements Signal {

  @Override
  public String code() {
    return "BREACHED_PASSWORD";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    PasswordAssessment password = facts == null ? null : facts.password();
    if (password == null) {
      return Float.NaN;
    }
    if (password.breached()) {
      return 1;
    }
    return password.similarToBreached() ? 0.5f : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.5 * value : 0;
  }
}
