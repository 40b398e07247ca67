package io.flowshield.training.simulation;

import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.ml.telemetry.Telemetry.Field;
import io.flowshield.ml.telemetry.Telemetry.Stroke;
import io.flowshield.training.typing.TypedPassword;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives the password in a form its length and its typist's rhythm, where it was typed at all.
 * Throws no dice of the traffic: it is the same with and without typing.
 */
final class PasswordTyping {
  /** Programs let go of keys at once. */
  private static final int PROGRAM_DWELL_MILLIS = 8;

  private static final int MOST_PRACTICE = 5;

  private final TypedPassword password;

  /**
   * @param owner whose password it is
   * @param set when, so that each new one is another
   */
  PasswordTyping(Hands owner, double set) {
    long seed = Double.doubleToLongBits(owner.dwellMillis());
    seed = Dice.mix(seed ^ Double.doubleToLongBits(owner.flightMillis()));
    password = new TypedPassword(Dice.mix(seed ^ Double.doubleToLongBits(set)));
  }

  /** The same report with this password in it. */
  Telemetry into(Telemetry telemetry, boolean owner, boolean glass) {
    if (telemetry.fields().stream().noneMatch(PasswordTyping::isTyped)) {
      return telemetry;
    }
    List<Field> fields = new ArrayList<>();
    for (Field field : telemetry.fields()) {
      fields.add(
          isTyped(field)
              ? new Field(
                  field.name(),
                  strokes(field.strokes(), owner, glass),
                  field.pastes(),
                  field.autofilled(),
                  field.corrections())
              : field);
    }
    return new Telemetry(
        telemetry.status(),
        telemetry.timeOnPageMillis(),
        fields,
        telemetry.pointerMoves(),
        telemetry.pointerDistance(),
        telemetry.scripted(),
        telemetry.roundTripMillis());
  }

  private static boolean isTyped(Field field) {
    return field.name().equals("password") && !field.strokes().isEmpty();
  }

  private List<Stroke> strokes(List<Stroke> strokes, boolean owner, boolean glass) {
    if (owner) {
      return password.type(glass);
    }
    if (strokes.stream().allMatch(stroke -> stroke.dwellMillis() < PROGRAM_DWELL_MILLIS)) {
      List<Stroke> typed = new ArrayList<>();
      for (int i = 0; i < password.keys(); i++) {
        // The first stroke's flight is none.
        typed.add(strokes.get(i == 0 ? 0 : 1 + (i - 1) % (strokes.size() - 1)));
      }
      return typed;
    }
    long typist = 0;
    for (Stroke stroke : strokes) {
      typist = Dice.mix(typist ^ (stroke.flightMillis() * 10_007L + stroke.dwellMillis()));
    }
    return password.typedByOther(typist, glass, Math.floorMod(typist, MOST_PRACTICE));
  }
}
