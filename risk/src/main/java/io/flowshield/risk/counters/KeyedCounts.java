package io.flowshield.risk.counters;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;

/**
 * How often each of many things happened in windows that end now, in this node's memory. At most
 * 100,000 are remembered; one that is forgotten counts as not seen. Thread-safe.
 */
public final class KeyedCounts {
  private static final int MOST = 100_000;

  /** A window belongs to its key, so that another setting begins anew. */
  private record Key(String name, Duration window) {}

  private final Cache<Key, SlidingCount> counts =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Duration.ofDays(1)).build();

  /** Counts one more, and answers how many there are in the window with it. */
  public int add(String name, Duration window, Instant time) {
    SlidingCount count = counts.get(new Key(name, window), key -> new SlidingCount(key.window()));
    count.add(time.toEpochMilli());
    return count.count(time.toEpochMilli());
  }

  /** Begins anew. */
  public void forget(String name, Duration window) {
    counts.invalidate(new Key(name, window));
  }
}
