package io.flowshield.risk.rest;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often hints are given: {@value #MOST_A_MINUTE} times a minute to each network prefix, and to
 * a few at once. 64 KiB of memory whoever asks: prefixes share {@value #SLOTS} counts by a hash
 * that nobody outside can foresee. Thread-safe.
 */
final class HintLimit {
  static final int MOST_A_MINUTE = 120;

  private static final int SLOTS = 8192;
  private static final int COUNT_BITS = 16;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final AtomicLongArray counts = new AtomicLongArray(SLOTS);
  private final int salt = new java.security.SecureRandom().nextInt();
  private final Semaphore places;
  private final Clock clock;

  HintLimit(Clock clock, int atOnce) {
    this.clock = clock;
    this.places = new Semaphore(atOnce);
  }

  /** Counts a question; false when there were too many. */
  boolean admits(String realmId, String prefix) {
    long minute = clock.instant().getEpochSecond() / Duration.ofMinutes(1).toSeconds();
    int slot = Math.floorMod(mix(31 * realmId.hashCode() + prefix.hashCode()), SLOTS);
    long now =
        counts.updateAndGet(
            slot,
            before ->
                before >>> COUNT_BITS == minute
                    ? minute << COUNT_BITS | Math.min((before & COUNT_MASK) + 1, COUNT_MASK)
                    : minute << COUNT_BITS | 1);
    return (now & COUNT_MASK) <= MOST_A_MINUTE;
  }

  private int mix(int hash) {
    long mixed = (hash ^ salt) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }

  /** Takes a place to work at; false when there is none. */
  boolean enter() {
    return places.tryAcquire();
  }

  /** Gives it back. */
  void leave() {
    places.release();
  }
}
