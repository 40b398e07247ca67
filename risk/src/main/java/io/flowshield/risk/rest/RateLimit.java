package io.flowshield.risk.rest;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How often a minute somebody may ask, and how often all of a realm together, on this node. 128 KiB
 * of memory whoever asks: who asks shares {@value #SLOTS} counts by a hash that nobody outside can
 * foresee, and so do realms. Thread-safe.
 */
final class RateLimit {
  /** What an answer says that refuses for this reason. */
  static final String TOO_MANY =
      "Asked too often; the header Retry-After tells in how many seconds to ask again";

  private static final int SLOTS = 8192;
  private static final int COUNT_BITS = 16;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final int MINUTE = 60;

  private final AtomicLongArray askers = new AtomicLongArray(SLOTS);
  private final AtomicLongArray realms = new AtomicLongArray(SLOTS);
  private final int salt = new SecureRandom().nextInt();
  private final Clock clock;

  /** What is asked for; each has counts of its own. */
  enum Kind {
    /** Hints while somebody types, by network. */
    HINTS(120, 6_000),
    /** The other public pages, by network; waiting pages ask again every few seconds. */
    PAGES(1_200, 24_000),
    /** Security events that are pushed, by network: a transmitter may have many to tell at once. */
    SIGNALS(6_000, 24_000),
    /** What-ifs and backtests, by administrator. */
    SIMULATIONS(60, 240);

    final int forOne;
    final int forRealm;

    Kind(int forOne, int forRealm) {
      this.forOne = forOne;
      this.forRealm = forRealm;
    }
  }

  RateLimit(Clock clock) {
    this.clock = clock;
  }

  /**
   * Counts a question.
   *
   * @param who asks: a network's prefix or a user's id
   * @throws Refusal 429 when there were too many
   */
  void require(Kind kind, String realmId, String who) {
    if (!admits(kind, realmId, who)) {
      throw Refusal.tooMany(TOO_MANY, MINUTE - clock.instant().getEpochSecond() % MINUTE);
    }
  }

  /** Counts a question; false when there were too many. */
  boolean admits(Kind kind, String realmId, String who) {
    // What one is refused does not use up what the others of the realm may ask.
    return count(askers, Objects.hash(kind.ordinal(), realmId, who)) <= kind.forOne
        && count(realms, Objects.hash(kind.ordinal(), realmId)) <= kind.forRealm;
  }

  private long count(AtomicLongArray counts, int hash) {
    long minute = clock.instant().getEpochSecond() / MINUTE;
    long now =
        counts.updateAndGet(
            Math.floorMod(mix(hash), SLOTS),
            before ->
                before >>> COUNT_BITS == minute
                    ? minute << COUNT_BITS | Math.min((before & COUNT_MASK) + 1, COUNT_MASK)
                    : minute << COUNT_BITS | 1);
    return now & COUNT_MASK;
  }

  private int mix(int hash) {
    long mixed = (hash ^ salt) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }
}
