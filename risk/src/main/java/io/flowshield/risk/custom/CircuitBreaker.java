package io.flowshield.risk.custom;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a signal from being asked that failed {@value #MOST_FAILURES} times in a row: not for half
 * a minute, then once on trial. Thread-safe.
 */
final class CircuitBreaker {
  static final int MOST_FAILURES = 5;
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final LongSupplier nanos;
  private int failures;
  private long closedAgain;

  /**
   * @param nanos as {@link System#nanoTime}
   */
  CircuitBreaker(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether the signal may be asked. Only one is let through when a pause has ended. */
  synchronized boolean admits() {
    if (failures < MOST_FAILURES) {
      return true;
    }
    long now = nanos.getAsLong();
    if (now - closedAgain < 0) {
      return false;
    }
    closedAgain = now + PAUSE.toNanos();
    return true;
  }

  synchronized void succeeded() {
    failures = 0;
  }

  synchronized void failed() {
    failures = Math.min(failures + 1, MOST_FAILURES);
    if (failures == MOST_FAILURES) {
      closedAgain = nanos.getAsLong() + PAUSE.toNanos();
    }
  }

  /** Whether it keeps the signal from being asked. */
  synchronized boolean isOpen() {
    return failures == MOST_FAILURES;
  }
}
