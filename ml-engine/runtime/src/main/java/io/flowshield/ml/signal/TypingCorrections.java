package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.telemetry.Telemetry;

/**
 * Corrections for each key pressed, over all fields that were typed: programs make no mistakes, and
 * some people make many. Missing without telemetry and when nothing was typed, so that paste,
 * password managers and assistive input are neutral.
 */
public final class TypingCorrections implements Fact {

  @Override
  public String name() {
    return "typing_corrections";
  }

  @Override
  public float value(RiskContext context) {
    Telemetry telemetry = context.telemetry();
    if (telemetry.status() != Telemetry.Status.PRESENT) {
      return Float.NaN;
    }
    double strokes = 0;
    double corrections = 0;
    for (Telemetry.Field field : telemetry.fields()) {
      if (!field.autofilled() && field.pastes() == 0) {
        strokes += field.strokes().size();
        corrections += field.corrections();
      }
    }
    return strokes > 0 ? (float) Math.min(1, corrections / strokes) : Float.NaN;
  }
}
