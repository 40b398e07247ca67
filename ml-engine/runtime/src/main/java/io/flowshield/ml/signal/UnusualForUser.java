package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginPoint;

/**
 * How unlike the user's own logins this one is, all its sides taken together (hour, weekend, time
 * and way since the last, network, browser, device): the score of a random cut forest over a sample
 * of 32 of them. About 1 for one like the others, at most 5. Missing below 8 logins.
 *
 * <p>Rule: 0.1 for each point above 2, at most 0.2, since it overlaps with the signals for each
 * side alone.
 *
 * <p>Inputs: profile.anomaly, time, request, profile.
 *
 * <p>Source: Guha, Mishra, Roy and Schrijvers, "Robust Random Cut Forest Based Anomaly Detection on
 * Streams" (ICML 2016).
 */
public final class UnusualForUser implements Signal {

  @Override
  public String code() {
    return "UNUSUAL_FOR_USER";
  }

  @Override
  public float value(RiskContext context) {
    return (float)
        context
            .profile()
            .anomaly()
            .score(LoginPoint.amongUsersOwn(context.time(), context.request(), context.profile()));
  }

  @Override
  public double logOdds(float value) {
    return Ramp.clamp(0.1 * (value - 2), 0, 0.2);
  }
}
