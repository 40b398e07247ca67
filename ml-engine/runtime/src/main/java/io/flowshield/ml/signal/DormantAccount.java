package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import java.time.Duration;

/**
 * Days since the last completed login. Missing before the first.
 *
 * <p>Rule: 0 up to 60 days, rising to 0.5 at a year.
 *
 * <p>Inputs: time, profile.lastLogin.
 *
 * <p>Source: CIS Controls v8, safeguard 5.3 (dormant accounts); the shape is ours.
 */
public final class DormantAccount implements Signal {
  private static final float SECONDS_PER_DAY = 86_400;

  @Override
  public String code() {
    return "DORMANT_ACCOUNT";
  }

  @Override
  public float value(RiskContext context) {
    LoginProfile.LastLogin last = context.profile().lastLogin();
    if (last == null) {
      return Float.NaN;
    }
    return Math.max(0, Duration.between(last.time(), context.time()).getSeconds())
        / SECONDS_PER_DAY;
  }

  @Override
  public double logOdds(float value) {
    return 0.5 * Ramp.between(value, 60, 365);
  }
}
