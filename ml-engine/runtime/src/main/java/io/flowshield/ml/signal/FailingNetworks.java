package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Distinct addresses that failed on the account in the last hour: a guess spread over many
 * addresses to stay below each one's limit.
 *
 * <p>Rule: from the second address on {@code 0.8 log2(n)}, at most 2.5.
 *
 * <p>Source: MITRE ATT&CK T1110.001 (password guessing); the rule is ours.
 */
public final class FailingNetworks implements Signal {

  @Override
  public String code() {
    return "RECENT_FAILURES";
  }

  @Override
  public String name() {
    return "failing_networks";
  }

  @Override
  public float value(RiskContext context) {
    return Math.max(0, context.counters().userNetworks());
  }

  @Override
  public double logOdds(float value) {
    return value > 1 ? Math.min(2.5, 0.8 * Ramp.log2(value)) : 0;
  }
}
