package io.flowshield.ml.signal;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RiskContext;

/**
 * Failed logins on the account in the last 15 minutes. On a device or in an address prefix (/24,
 * /48) that the user is known to use only those from this prefix: what strangers fail at elsewhere
 * must not lock the owner out.
 *
 * <p>Rule: two failures are what people do; from the third on {@code 0.5 log2(n - 1)}, at most 2.5.
 *
 * <p>Inputs: counters.userFailures, counters.userFailuresHere, request.deviceId, request.network,
 * profile.devices, profile.prefixes.
 *
 * <p>Source: MITRE ATT&CK T1110.001 (password guessing); the rule is ours.
 */
public final class RecentFailures implements Signal {

  @Override
  public String code() {
    return "RECENT_FAILURES";
  }

  @Override
  public float value(RiskContext context) {
    Counters counters = context.counters();
    return Math.max(
        0, Familiar.is(context) ? counters.userFailuresHere() : counters.userFailures());
  }

  @Override
  public double logOdds(float value) {
    return value > 2 ? Math.min(2.5, 0.5 * Ramp.log2(value - 1)) : 0;
  }
}
