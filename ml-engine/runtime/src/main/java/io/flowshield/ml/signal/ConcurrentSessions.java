package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;

/**
 * Sessions of the account that began in the last 12 hours and were not ended.
 *
 * <p>Rule: few people sign out; from the fifth on {@code 0.4 log2(n / 4)}, at most 1.0.
 *
 * <p>Inputs: counters.userSessions.
 *
 * <p>Source: OWASP Session Management Cheat Sheet, "Simultaneous Session Logons"; the rule is ours.
 */
public final class ConcurrentSessions implements Signal {

  @Override
  public String code() {
    return "CONCURRENT_SESSIONS";
  }

  @Override
  public float value(RiskContext context) {
    return Math.max(0, context.counters().userSessions());
  }

  @Override
  public double logOdds(float value) {
    return value > 4 ? Math.min(1, 0.4 * Ramp.log2(value / 4)) : 0;
  }
}
