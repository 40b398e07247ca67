package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import java.time.ZoneOffset;
import java.util.List;

/**
 * How many bits less likely than an average hour this hour is for the user. The decayed counts of
 * the 24 UTC hours are smoothed over their neighbours (1/4, 1/2, 1/4, round the clock) and by half
 * a login per hour: {@code p = (h + 0.5) / (sum + 12)}, value {@code max(0, -log2(24 p))}. Missing
 * below a weight of 5 logins.
 *
 * <p>Rule: 0.2 per bit, at most 0.4.
 *
 * <p>Inputs: time, profile.hours.
 *
 * <p>Source: Wiefling, Lo Iacono and Dürmuth, "Is This Really You? An Empirical Study on Risk-Based
 * Authentication Applied in the Wild" (IFIP SEC 2019), for what services look at; the weight is
 * ours.
 */
public final class UnusualHour implements Signal {
  private static final double MIN_WEIGHT = 5;
  private static final double HALF_A_LOGIN = 0.5;

  @Override
  public String code() {
    return "UNUSUAL_HOUR";
  }

  @Override
  public float value(RiskContext context) {
    List<Double> hours = context.profile().hours();
    if (hours.size() != 24) {
      return Float.NaN;
    }
    double sum = 0;
    for (double weight : hours) {
      sum += weight;
    }
    if (!(sum >= MIN_WEIGHT)) {
      return Float.NaN;
    }
    int hour = context.time().atOffset(ZoneOffset.UTC).getHour();
    double smoothed =
        hours.get(hour) / 2 + hours.get((hour + 23) % 24) / 4 + hours.get((hour + 1) % 24) / 4;
    double p = (smoothed + HALF_A_LOGIN) / (sum + 24 * HALF_A_LOGIN);
    return (float) Math.max(0, -Ramp.log2(24 * p));
  }

  @Override
  public double logOdds(float value) {
    return Ramp.clamp(0.2 * value, 0, 0.4);
  }
}
