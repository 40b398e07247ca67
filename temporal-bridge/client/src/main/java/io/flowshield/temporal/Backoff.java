package io.flowshield.temporal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with equal jitter: half of the pause is fixed, half is drawn, so that many
 * nodes do not come back at the same moment.
 *
 * @param first pause after the first failure
 * @param longest upper limit; also how late a row can be after the receiver has come back
 * @param random seeded in tests
 */
record Backoff(Duration first, Duration longest, RandomGenerator random) {

  /**
   * @param failures so far, from 1
   */
  Duration pause(int failures) {
    long doubled = first.toMillis() << Math.min(Math.max(failures - 1, 0), 20);
    long whole = Math.min(doubled, longest.toMillis());
    return Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
  }
}
