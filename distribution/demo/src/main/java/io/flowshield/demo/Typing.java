package io.flowshield.demo;

import java.util.Random;

/**
 * Telemetry as the capture script sends it, of a person who types: timings drawn from a seeded
 * source, in milliseconds.
 */
public final class Typing {
  private final Random random;

  public Typing(long seed) {
    this.random = new Random(seed);
  }

  /**
   * The value of the form field for a person.
   *
   * @param lengths characters typed into each field, in the order of {@code names}
   */
  public String person(String[] names, int[] lengths) {
    StringBuilder fields = new StringBuilder();
    long total = 900;
    for (int i = 0; i < names.length; i++) {
      StringBuilder strokes = new StringBuilder();
      for (int k = 0; k < lengths[i]; k++) {
        int flight = k == 0 ? 0 : clamp(random.nextGaussian() * 60 + 170);
        int dwell = clamp(random.nextGaussian() * 18 + 95);
        total += flight + dwell;
        strokes.append(k == 0 ? "" : ",").append("[%d,%d]".formatted(flight, dwell));
      }
      fields
          .append(i == 0 ? "" : ",")
          .append(
              "{\"n\":\"%s\",\"k\":[%s],\"pa\":0,\"af\":0,\"c\":0}".formatted(names[i], strokes));
    }
    return "{\"v\":1,\"t\":%d,\"w\":0,\"p\":[%d,%d],\"f\":[%s]}"
        .formatted(total, 30 + random.nextInt(60), 700 + random.nextInt(900), fields);
  }

  /** The value of the form field for a script that drives a browser. */
  public String automaton(String[] names, int[] lengths) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < names.length; i++) {
      StringBuilder strokes = new StringBuilder();
      for (int k = 0; k < lengths[i]; k++) {
        strokes.append(k == 0 ? "[0,1]" : ",[1,1]");
      }
      fields
          .append(i == 0 ? "" : ",")
          .append(
              "{\"n\":\"%s\",\"k\":[%s],\"pa\":0,\"af\":0,\"c\":0}".formatted(names[i], strokes));
    }
    return "{\"v\":1,\"t\":180,\"w\":1,\"p\":[0,0],\"f\":[%s]}".formatted(fields);
  }

  private static int clamp(double milliseconds) {
    return (int) Math.max(25, Math.min(900, milliseconds));
  }
}
