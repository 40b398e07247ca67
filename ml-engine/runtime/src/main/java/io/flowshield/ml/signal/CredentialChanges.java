package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Credentials and addresses of the account that were set, changed or removed in the last 24 hours:
 * who has taken an account over locks its owner out.
 *
 * <p>Rule: one change is what people do; from the second on {@code 0.6 log2(n)}, at most 2.0.
 *
 * <p>Inputs: counters.userCredentialChanges.
 *
 * <p>Source: MITRE ATT&CK T1098 (account manipulation) and T1531 (account access removal); the rule
 * is ours.
 */
public final class CredentialChanges implements Signal {

  @Override
  public String code() {
    return "CREDENTIAL_CHANGES";
  }

  @Override
  public float value(RiskContext context) {
    return Math.max(0, context.counters().userCredentialChanges());
  }

  @Override
  public double logOdds(float value) {
    return value >= 2 ? Math.min(2, 0.6 * Ramp.log2(value)) : 0;
  }
}
