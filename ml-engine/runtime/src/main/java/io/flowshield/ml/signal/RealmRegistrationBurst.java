package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Other registrations in the whole realm in the last 10 minutes.
 *
 * <p>Rule: from 30 on {@code 0.4 log2(n / 15)}, at most 1.5.
 *
 * <p>Source: OWASP Automated Threats OAT-019 (account creation); the rule is ours.
 */
public final class RealmRegistrationBurst implements Signal {

  @Override
  public String code() {
    return "REGISTRATION_BURST";
  }

  @Override
  public String name() {
    return "realm_registration_burst";
  }

  @Override
  public float value(RiskContext context) {
    return Math.max(0, context.counters().realmRegistrations() - 1);
  }

  @Override
  public double logOdds(float value) {
    return value >= 30 ? Math.min(1.5, 0.4 * Ramp.log2(value / 15)) : 0;
  }
}
