package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;

/**
 * How much the pointer jumps instead of moving, 0 to 1: the mean way between two samples, which are
 * at least a tenth of a second apart, above 400 CSS pixels, full at 1,000. A hand speeds up and
 * slows down on each way (Fitts 1954) and is seen on it; programs set the pointer where they want
 * it.
 *
 * <p>Missing without telemetry, with fewer than 3 samples, and on phones and tablets: who uses the
 * keyboard alone is not judged.
 *
 * <p>Rule: 1.0 times the value.
 */
public final class PointerJumps implements Signal {
  private static final int MIN_MOVES = 3;

  @Override
  public String code() {
    return "POINTER_JUMPS";
  }

  @Override
  public float value(RiskContext context) {
    Telemetry telemetry = context.telemetry();
    if (telemetry.status() != Telemetry.Status.PRESENT
        || telemetry.pointerMoves() < MIN_MOVES
        || context.request().userAgent().deviceClass() != DeviceClass.DESKTOP) {
      return Float.NaN;
    }
    return (float)
        Ramp.between(telemetry.pointerDistance() / (telemetry.pointerMoves() - 1.0), 400, 1000);
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? value : 0;
  }
}
