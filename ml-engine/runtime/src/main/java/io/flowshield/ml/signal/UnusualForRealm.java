package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginPoint;

/**
 * How unlike the realm's recent logins this one is, measured as each was to its own user: the score
 * of a random cut forest over a sample of 128 of them. Where many users travel, a new country is
 * like the others. About 1 for one like the others, at most 7. Missing below 64 logins in the
 * realm.
 *
 * <p>Rule: 0.1 for each point above 2, at most 0.2.
 *
 * <p>Inputs: population.anomaly, time, request, profile, population.
 *
 * <p>Source: Guha, Mishra, Roy and Schrijvers, "Robust Random Cut Forest Based Anomaly Detection on
 * Streams" (ICML 2016).
 */
public final class UnusualForRealm implements Signal {

  @Override
  public String code() {
    return "UNUSUAL_FOR_REALM";
  }

  @Override
  public float value(RiskContext context) {
    return (float)
        context
            .population()
            .anomaly()
            .score(
                LoginPoint.amongRealms(
                    context.time(), context.request(), context.profile(), context.population()));
  }

  @Override
  public double logOdds(float value) {
    return Ramp.clamp(0.1 * (value - 2), 0, 0.2);
  }
}
