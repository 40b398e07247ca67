package io.flowshield.risk;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds the answer to a wrong password until a right one that is refused would have been answered,
 * and that one until then, too: the time must not tell one from the other. Both are held since the
 * password was looked at, for two to four times what judging has taken lately: for how much of it
 * is drawn anew each time, which blurs what little is left. Thread-safe.
 */
final class EvenRefusals {
  private static final Duration LEAST = Duration.ofMillis(15);
  private static final Duration MOST = Duration.ofMillis(150);

  /**
   * Requests held at once; under a flood further ones are not, which leaves Keycloak its threads.
   */
  private static final int HELD = 32;

  private static final int REMEMBERED = 64;
  private static final double QUANTILE = 0.95;

  private final AtomicLongArray took = new AtomicLongArray(REMEMBERED);
  private final AtomicInteger next = new AtomicInteger();
  private final Semaphore places = new Semaphore(HELD);

  /** Notes how long it took to judge somebody. */
  void judged(Duration time) {
    took.set(Math.floorMod(next.getAndIncrement(), REMEMBERED), time.toNanos());
  }

  /** The least that an answer is held now, counted from when the password was looked at. */
  Duration time() {
    long[] lately = new long[REMEMBERED];
    Arrays.setAll(lately, took::get);
    Arrays.sort(lately);
    Duration twice = Duration.ofNanos(2 * lately[(int) (QUANTILE * (REMEMBERED - 1))]);
    return twice.compareTo(LEAST) < 0 ? LEAST : twice.compareTo(MOST) > 0 ? MOST : twice;
  }

  /**
   * Waits for what is left of the time and up to as much again.
   *
   * @param since when the password was looked at, of {@link System#nanoTime()}
   * @return false when too many wait already, and when the thread is interrupted
   */
  boolean hold(long since) {
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      long least = time().toNanos();
      long until = since + least + ThreadLocalRandom.current().nextLong(least);
      for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
        if (Thread.currentThread().isInterrupted()) {
          return false;
        }
        LockSupport.parkNanos(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
      }
      return true;
    } finally {
      places.release();
    }
  }
}
