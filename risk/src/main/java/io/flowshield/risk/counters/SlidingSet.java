package io.flowshield.risk.counters;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many different values were seen in a window that ends now. Exact up to its limit, where it
 * stops counting: from there on everybody has been told enough.
 */
final class SlidingSet {
  static final int LIMIT = 200;

  private final long windowMillis;
  private final Map<Integer, Long> lastSeen = new LinkedHashMap<>(8, 0.75f, true);

  SlidingSet(Duration window) {
    this.windowMillis = window.toMillis();
  }

  /** Values are kept as their hash: enough to count, and nothing to read. */
  synchronized void add(String value, long nowMillis) {
    expire(nowMillis);
    lastSeen.put(value.hashCode(), nowMillis);
    if (lastSeen.size() > LIMIT) {
      Iterator<Integer> oldest = lastSeen.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  synchronized int count(long nowMillis) {
    expire(nowMillis);
    return lastSeen.size();
  }

  private void expire(long nowMillis) {
    lastSeen.values().removeIf(seen -> nowMillis - seen >= windowMillis);
  }
}
