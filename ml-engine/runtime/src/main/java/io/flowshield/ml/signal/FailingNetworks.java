package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Distinct addresses that failed on the account in the last hour: a guess spread over many
 * addresses to stay below each one's limit. On a device or in an address prefix (/24, /48) that the
 * user is known to use at most one, for failures from this prefix.
 *
 * <p>Rule: from the second address on {@code 0.8 log2(n)}, at most 2.5.
 *
 * <p>Inputs: counters.userNetworks, counters.userFailuresHere, request.deviceId, request.network,
 * profile.devices, profile.prefixes.
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
    int networks = Math.max(0, context.counters().userNetworks());
    int here = context.counters().userFailuresHere() > 0 ? 1 : 0;
    return Familiar.is(context) ? Math.min(networks, here) : networks;
  }

  @Override
  public double logOdds(float value) {
    return value > 1 ? Math.min(2.5, 0.8 * Ramp.log2(value)) : 0;
  }
}
