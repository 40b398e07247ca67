package io.flowshield.tests.custom;

import io.flowshield.risk.custom.Attempt;
import io.flowshield.risk.custom.CustomSignal;
import java.util.Locale;
import java.util.Set;

/** A signal that does what the attribute {@code unruly} of the user says, all of it wrong. */
public final class UnrulySignal implements CustomSignal {
  static final String ATTRIBUTE = "unruly";

  /** Longer than any login may take. */
  static final long SLEEP_MILLIS = 60_000;

  @Override
  public String getId() {
    return "unruly";
  }

  @Override
  public Direction direction() {
    return Direction.RAISES;
  }

  @Override
  public String text(Locale locale) {
    throw new IllegalStateException("not even a text");
  }

  @Override
  public Set<String> attributes() {
    return Set.of(ATTRIBUTE);
  }

  @Override
  public double value(Attempt attempt) {
    return switch (attempt.attribute(ATTRIBUTE)) {
      case "throws" -> throw new IllegalStateException("on purpose");
      case "sleeps" -> sleep();
      case "huge" -> 1e300;
      default -> Double.NaN;
    };
  }

  private static double sleep() {
    long end = System.nanoTime() + SLEEP_MILLIS * 1_000_000;
    while (System.nanoTime() < end) {
      try {
        Thread.sleep(SLEEP_MILLIS);
      } catch (InterruptedException e) {
        continue;
      }
    }
    return 1;
  }
}
