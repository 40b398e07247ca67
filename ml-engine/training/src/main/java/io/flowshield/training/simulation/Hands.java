package io.flowshield.training.simulation;

import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.ml.telemetry.Telemetry.Field;
import io.flowshield.ml.telemetry.Telemetry.Status;
import io.flowshield.ml.telemetry.Telemetry.Stroke;
import java.util.ArrayList;
import java.util.List;

/**
 * What one person's hands do to a form.
 *
 * @param dwellMillis how long a key stays down, mean
 * @param flightMillis from press to press, median
 * @param method how passwords get into the form
 */
record Hands(double dwellMillis, double flightMillis, InputMethod method) {

  static Hands draw(Dice dice) {
    return new Hands(
        Math.max(45, dice.normal(Assumptions.DWELL_MILLIS, 15)),
        dice.logNormal(Assumptions.FLIGHT_MILLIS, 0.3),
        InputMethod.values()[
            dice.weighted(
                1
                    - Assumptions.PASSWORD_MANAGER
                    - Assumptions.PASTE_HABIT
                    - Assumptions.ASSISTIVE_INPUT,
                Assumptions.PASSWORD_MANAGER,
                Assumptions.PASTE_HABIT,
                Assumptions.ASSISTIVE_INPUT)]);
  }

  /** A person fills a form. */
  Telemetry fill(Dice dice, boolean mobile, List<String> fields) {
    List<Field> filled = new ArrayList<>();
    double millis = dice.logNormal(method == InputMethod.ASSISTIVE ? 9000 : 2500, 0.6);
    for (String name : fields) {
      boolean secret = name.startsWith("password");
      boolean automatic =
          method == InputMethod.PASSWORD_MANAGER ? dice.chance(0.9) : !secret && dice.chance(0.5);
      boolean pasted =
          !automatic && dice.chance(secret && method == InputMethod.PASTE ? 0.85 : 0.04);
      boolean spoken = !automatic && !pasted && method == InputMethod.ASSISTIVE;
      List<Stroke> strokes = automatic || pasted || spoken ? List.of() : type(dice, mobile);
      for (Stroke stroke : strokes) {
        millis += stroke.flightMillis();
      }
      millis += dice.logNormal(spoken ? 4000 : 500, 0.5);
      int corrections = strokes.isEmpty() || !dice.chance(0.15) ? 0 : dice.between(1, 4);
      filled.add(new Field(name, strokes, pasted ? 1 : 0, automatic, corrections));
    }
    int moves =
        mobile || method == InputMethod.ASSISTIVE ? dice.below(4) : (int) dice.logNormal(18, 0.7);
    double distance = moves * dice.logNormal(45, 0.5);
    return new Telemetry(Status.PRESENT, (long) millis, filled, moves, distance, false);
  }

  private List<Stroke> type(Dice dice, boolean mobile) {
    List<Stroke> strokes = new ArrayList<>();
    int length = dice.between(8, 15);
    for (int i = 0; i < length; i++) {
      int flight = i == 0 ? 0 : (int) dice.logNormal(flightMillis * (mobile ? 1.3 : 1), 0.45);
      double dwell = dice.normal(mobile ? dwellMillis * 0.7 : dwellMillis, 18);
      strokes.add(new Stroke(flight, (int) Math.max(8, dwell)));
    }
    return strokes;
  }

  /** A program drives a browser: even, fast keys, no pointer; the clumsy ones admit to it. */
  static Telemetry program(Dice dice, List<String> fields) {
    List<Field> filled = new ArrayList<>();
    boolean types = dice.chance(0.6);
    int pace = dice.between(2, 60);
    long millis = dice.between(80, 1500);
    for (String name : fields) {
      List<Stroke> strokes = new ArrayList<>();
      int length = types ? dice.between(8, 15) : 0;
      for (int i = 0; i < length; i++) {
        int flight = i == 0 ? 0 : pace + dice.below(4);
        strokes.add(new Stroke(flight, dice.below(6)));
        millis += flight;
      }
      filled.add(new Field(name, strokes, 0, false, 0));
    }
    return new Telemetry(Status.PRESENT, millis, filled, 0, 0, dice.chance(0.5));
  }

  /** A person who does this for a living: pastes, knows the form. */
  static Telemetry practised(Dice dice, List<String> fields) {
    List<Field> filled = new ArrayList<>();
    double millis = dice.logNormal(3000, 0.5);
    Hands hands = draw(dice);
    for (String name : fields) {
      boolean pasted = dice.chance(0.5);
      List<Stroke> strokes = pasted ? List.of() : hands.type(dice, false);
      for (Stroke stroke : strokes) {
        millis += stroke.flightMillis();
      }
      filled.add(new Field(name, strokes, pasted ? 1 : 0, false, 0));
    }
    int moves = (int) dice.logNormal(14, 0.7);
    return new Telemetry(
        Status.PRESENT, (long) millis, filled, moves, moves * dice.logNormal(45, 0.5), false);
  }
}
