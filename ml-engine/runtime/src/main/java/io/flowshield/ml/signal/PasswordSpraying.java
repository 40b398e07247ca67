package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Distinct accounts that failed from this address in the last hour (one password tried on many
 * accounts, MITRE ATT&CK T1110.003); a quarter of them where many people share the address.
 *
 * <p>Rule: from the third account on {@code 0.8 log2(n)}, at most 3.5.
 *
 * <p>Source: MITRE ATT&CK T1110.003; the rule is ours.
 */
public final class PasswordSpraying implements Signal {

  @Override
  public String code() {
    return "PASSWORD_SPRAYING";
  }

  @Override
  public float value(RiskContext context) {
    return SharedNetworks.discount(
        context.counters().networkUsersTried(), context.request().network());
  }

  @Override
  public double logOdds(float value) {
    return value >= 3 ? Math.min(3.5, 0.8 * Ramp.log2(value)) : 0;
  }
}
