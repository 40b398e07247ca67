package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Failed logins from the address in the last 15 minutes, whatever the account; a quarter of them
 * where many people share it.
 *
 * <p>Rule: from the sixth on {@code 0.4 log2(n / 5)}, at most 2.0.
 *
 * <p>Source: MITRE ATT&CK T1110 (brute force); the rule is ours.
 */
public final class NetworkFailures implements Signal {

  @Override
  public String code() {
    return "RECENT_FAILURES";
  }

  @Override
  public String name() {
    return "network_failures";
  }

  @Override
  public float value(RiskContext context) {
    return SharedNetworks.discount(
        context.counters().networkFailures(), context.request().network());
  }

  @Override
  public double logOdds(float value) {
    return value > 5 ? Math.min(2, 0.4 * Ramp.log2(value / 5)) : 0;
  }
}
