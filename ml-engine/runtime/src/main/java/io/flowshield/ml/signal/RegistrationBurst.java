package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Other registrations from the same address prefix in the last hour; a quarter of them where many
 * people share the address.
 *
 * <p>Rule: {@code 0.9 log2(1 + n)}, at most 3.5.
 *
 * <p>Source: OWASP Automated Threats OAT-019 (account creation); the rule is ours.
 */
public final class RegistrationBurst implements Signal {

  @Override
  public String code() {
    return "REGISTRATION_BURST";
  }

  @Override
  public float value(RiskContext context) {
    return SharedNetworks.discount(
        context.counters().networkRegistrations() - 1, context.request().network());
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? Math.min(3.5, 0.9 * Ramp.log2(1 + value)) : 0;
  }
}
