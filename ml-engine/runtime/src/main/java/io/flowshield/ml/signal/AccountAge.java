package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import java.time.Duration;
import java.time.Instant;

/**
 * Days since the user's first completed login; missing when there was none.
 *
 * <p>Source: Freeman et al. (NDSS 2016), section IV, on users with little history.
 */
public final class AccountAge implements Fact {
  private static final float SECONDS_PER_DAY = 86_400;

  @Override
  public String name() {
    return "account_age_days";
  }

  @Override
  public float value(RiskContext context) {
    Instant first = context.profile().firstLogin();
    if (first == null) {
      return Float.NaN;
    }
    return Math.max(0, Duration.between(first, context.time()).getSeconds()) / SECONDS_PER_DAY;
  }
}
