package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;

/**
 * log10 of one plus the length of the pointer's path in CSS pixels. Missing without telemetry and
 * on phones and tablets, which have no pointer. 0 says little: a keyboard suffices to fill a form,
 * and some people have nothing else.
 */
public final class PointerPath implements Fact {

  @Override
  public String name() {
    return "pointer_path";
  }

  @Override
  public float value(RiskContext context) {
    Telemetry telemetry = context.telemetry();
    return telemetry.status() == Telemetry.Status.PRESENT
            && context.request().userAgent().deviceClass() == DeviceClass.DESKTOP
        ? (float) Math.log10(1 + Math.max(0, telemetry.pointerDistance()))
        : Float.NaN;
  }
}
