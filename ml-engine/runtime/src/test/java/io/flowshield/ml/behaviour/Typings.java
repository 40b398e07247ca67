package io.flowshield.ml.behaviour;

import io.flowshield.ml.telemetry.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up typings for tests: each person has a rhythm and strays from it. */
public final class Typings {
  private Typings() {}

  /** A typing by a person, who is a number. */
  public static TypingSample of(int person, int keys, Random random) {
    Random own = new Random(person);
    double[] dwells = new double[keys];
    double[] presses = new double[keys - 1];
    for (int i = 0; i < keys; i++) {
      dwells[i] = (0.06 + 0.1 * own.nextDouble()) * Math.exp(0.1 * random.nextGaussian());
      if (i > 0) {
        presses[i - 1] = (0.08 + 0.4 * own.nextDouble()) * Math.exp(0.15 * random.nextGaussian());
      }
    }
    return TypingSample.of(dwells, presses);
  }

  /** As many typings by a person. */
  public static List<TypingSample> of(int person, int keys, int count, Random random) {
    List<TypingSample> typings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      typings.add(of(person, keys, random));
    }
    return typings;
  }

  /** A baseline of as many typings by a person. */
  public static TypingBaseline baseline(int person, int keys, int count, Random random) {
    TypingBaseline baseline = TypingBaseline.first(of(person, keys, random));
    for (int i = 1; i < count; i++) {
      baseline = baseline.learn(of(person, keys, random));
    }
    return baseline;
  }

  /** What the form reports of a typing into a field. */
  public static Telemetry telemetry(String field, TypingSample typing) {
    List<Telemetry.Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < typing.strokes(); i++) {
      strokes.add(
          new Telemetry.Stroke(
              i == 0 ? 0 : Math.round(1000 * typing.view(TypingSample.PRESS)[i - 1]),
              Math.round(1000 * typing.view(TypingSample.DWELL)[i])));
    }
    return new Telemetry(
        Telemetry.Status.PRESENT,
        9000,
        List.of(new Telemetry.Field(field, strokes, 0, false, 0)),
        5,
        300,
        false);
  }
}
