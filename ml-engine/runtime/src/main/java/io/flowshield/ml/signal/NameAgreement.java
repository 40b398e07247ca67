package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.email.NameMatch;

/**
 * How well the address agrees with the name given beside it, 0 to 1: {@link NameMatch}. Missing
 * where nothing can be compared. No agreement is no sign of fraud: many people have addresses that
 * do not name them.
 *
 * <p>Rule: -0.3 times the value.
 */
public final class NameAgreement implements Signal {

  @Override
  public String code() {
    return "";
  }

  @Override
  public String name() {
    return "name_agreement";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    return facts == null
        ? Float.NaN
        : (float) NameMatch.agreement(facts.emailLocalPart(), facts.firstName(), facts.lastName());
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? -0.3 * value : 0;
  }

  @Override
  public int monotone() {
    return -1;
  }
}
