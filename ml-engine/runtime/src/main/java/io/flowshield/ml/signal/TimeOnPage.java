package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.telemetry.Telemetry;

/**
 * log10 of one plus the seconds between the form being shown and sent; missing without telemetry.
 */
public final class TimeOnPage implements Fact {

  @Override
  public String name() {
    return "time_on_page";
  }

  @Override
  public float value(RiskContext context) {
    Telemetry telemetry = context.telemetry();
    return telemetry.status() == Telemetry.Status.PRESENT
        ? (float) Math.log10(1 + Math.max(0, telemetry.timeOnPageMillis()) / 1000.0)
        : Float.NaN;
  }
}
