package io.flowshield.ml.signal;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.telemetry.Telemetry;
import java.util.List;

/**
 * Share of pairs of fields that had their first focus against the order of the page, 0 to 1. People
 * go back and forth, programs that fill in by name often go by their own list. Missing without
 * telemetry, with fewer than two known fields, and when a password manager filled one in: managers
 * have an order of their own.
 */
public final class FocusOrder implements Fact {
  private static final List<String> ORDER =
      List.of("username", "password", "password-confirm", "firstName", "lastName");

  @Override
  public String name() {
    return "focus_order";
  }

  @Override
  public float value(RiskContext context) {
    Telemetry telemetry = context.telemetry();
    if (telemetry.status() != Telemetry.Status.PRESENT
        || telemetry.fields().stream().anyMatch(Telemetry.Field::autofilled)) {
      return Float.NaN;
    }
    int[] places =
        telemetry.fields().stream()
            .mapToInt(field -> ORDER.indexOf(field.name()))
            .filter(place -> place >= 0)
            .toArray();
    int against = 0;
    for (int i = 0; i < places.length; i++) {
      for (int j = i + 1; j < places.length; j++) {
        against += places[j] < places[i] ? 1 : 0;
      }
    }
    int pairs = places.length * (places.length - 1) / 2;
    return pairs > 0 ? against / (float) pairs : Float.NaN;
  }
}
