package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;

/**
 * Weighted count of the realm's other registrations of the last six hours whose address follows the
 * same pattern: the same mailbox with another {@code +} tag (2 each), the same letters with other
 * digits (1), the same shape at a domain that is none of the large mail services (0.5). The pattern
 * that says most counts. Missing when nobody counted.
 *
 * <p>Rule: {@code 0.9 log2(1 + n)} less 0.9, from 0 at 1 to at most 3: strangers share a name now
 * and then.
 */
public final class LookalikeSequence implements Signal {

  @Override
  public String code() {
    return "LOOKALIKE_SEQUENCE";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    return facts == null ? Float.NaN : (float) facts.lookalikes();
  }

  @Override
  public double logOdds(float value) {
    return value > 1 ? Math.min(3, 0.9 * Ramp.log2(1 + value) - 0.9) : 0;
  }
}
