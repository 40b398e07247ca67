package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;

/**
 * A registration's password is easy to guess: 1 below 10^6 guesses, where an attacker at the login
 * page gets through, 0.5 below 10^8, else 0 (Florencio, Herley and van Oorschot, "An
 * Administrator's Guide to Internet Password Research", LISA 2014, for the first bound; zxcvbn's
 * classes for both). Coarse on purpose: the value is stored with the decision, which must not rank
 * accounts for a thief of the database. Missing when nothing judged the password.
 *
 * <p>Rule: 0.3 times the value. Honest users choose weak passwords too.
 */
public final class WeakPassword implements Signal {
  private static final double ONLINE = 6;
  private static final double SOMEWHAT = 8;

  @Override
  public String code() {
    return "WEAK_PASSWORD";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    PasswordAssessment password = facts == null ? null : facts.password();
    if (password == null) {
      return Float.NaN;
    }
    if (password.log10Guesses() < ONLINE) {
      return 1;
    }
    return password.log10Guesses() < SOMEWHAT ? 0.5f : 0;
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 0.3 * value : 0;
  }
}
