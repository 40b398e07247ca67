package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Failed logins in the whole realm in the last 5 minutes, while somebody tries stolen credentials
 * from many addresses at once (MITRE ATT&CK T1110.004). 0 on a device or in an address prefix (/24,
 * /48) that the user is known to use: an attack elsewhere says nothing about it.
 *
 * <p>Rule: from 20 failures on {@code 0.4 log2(n / 10)}, at most 2.0.
 *
 * <p>Inputs: counters.realmFailures, request.deviceId, request.network, profile.devices,
 * profile.prefixes.
 *
 * <p>Source: MITRE ATT&CK T1110.004; the rule is ours.
 */
public final class CredentialStuffing implements Signal {

  @Override
  public String code() {
    return "CREDENTIAL_STUFFING";
  }

  @Override
  public float value(RiskContext context) {
    return Familiar.is(context) ? 0 : Math.max(0, context.counters().realmFailures());
  }

  @Override
  public double logOdds(float value) {
    return value >= 20 ? Math.min(2, 0.4 * Ramp.log2(value / 10)) : 0;
  }
}
