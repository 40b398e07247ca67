package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile.RoundTrips;

/**
 * How much slower than usual the way between browser and server is, in standard deviations of the
 * logarithm: {@code max(0, (ln t - mean) / s)}, where {@code s} is at least 0.4 (a factor of 1.5),
 * at most 10. A proxy or a relay adds its own way; being nearer than usual is no evidence. The time
 * is the browser's own (Navigation Timing and Resource Timing: the shortest of the TCP handshake
 * and the answers of this server), so it ends at whatever proxy stands in front of Keycloak, it
 * includes a little of the server's time, and a program may report anything. Missing when it was
 * not measured, and below a weight of 5 measured logins.
 *
 * <p>Rule: 0 up to 3, rising to 0.5 at 6.
 *
 * <p>Inputs: telemetry.roundTripMillis, profile.roundTrips.
 *
 * <p>Source: Campobasso and Allodi, "Impersonation-as-a-Service" (CCS 2020), for attackers who come
 * through proxies; Wiefling et al., "Privacy Considerations for Risk-Based Authentication Systems"
 * (2021), for the round-trip time as a feature; the shape is ours.
 */
public final class SlowRoundTrip implements Signal {
  private static final double MIN_WEIGHT = 5;
  private static final double MIN_DEVIATION = 0.4;

  @Override
  public String code() {
    return "SLOW_ROUND_TRIP";
  }

  @Override
  public float value(RiskContext context) {
    double millis = context.telemetry().roundTripMillis();
    RoundTrips usual = context.profile().roundTrips();
    if (!(millis > 0) || !(usual.weight() >= MIN_WEIGHT)) {
      return Float.NaN;
    }
    double deviation = Math.max(MIN_DEVIATION, Math.sqrt(usual.variance()));
    double value = (Math.log(millis) - usual.mean()) / deviation;
    return Double.isNaN(value) ? Float.NaN : (float) Ramp.clamp(value, 0, 10);
  }

  @Override
  public double logOdds(float value) {
    return 0.5 * Ramp.between(value, 3, 6);
  }
}
