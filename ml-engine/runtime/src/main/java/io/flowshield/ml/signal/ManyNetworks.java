package io.flowshield.ml.signal;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RiskContext;

/**
 * Distinct address prefixes (/24, /48) from which the account was used or tried in the last 24
 * hours, this attempt's included: home, telephone and work make three. On a device or in a prefix
 * that the user is known to use only those from which a login was completed.
 *
 * <p>Rule: from the fifth on {@code 0.7 log2(n / 4)}, at most 2.0.
 *
 * <p>Inputs: counters.userPrefixes, counters.userPrefixesUsed, request.deviceId, request.network,
 * profile.devices, profile.prefixes.
 *
 * <p>Source: MITRE ATT&CK T1110.004 (stuffing from many addresses) and T1078 (valid accounts); the
 * rule is ours.
 */
public final class ManyNetworks implements Signal {

  @Override
  public String code() {
    return "MANY_NETWORKS";
  }

  @Override
  public float value(RiskContext context) {
    Counters counters = context.counters();
    return Math.max(
        0, Familiar.is(context) ? counters.userPrefixesUsed() : counters.userPrefixes());
  }

  @Override
  public double logOdds(float value) {
    return value > 4 ? Math.min(2, 0.7 * Ramp.log2(value / 4)) : 0;
  }
}
