package io.flowshield.risk.counters;

import java.time.Duration;
import java.util.Arrays;

/**
 * How many different values were seen in a window that ends now. Exact up to its limit, where the
 * value seen longest ago makes room: from there on everybody has been told enough.
 */
final class SlidingSet {
  static final int LIMIT = 200;

  private final long windowMillis;
  private final int limit;
  private int[] values = {};
  private long[] lastSeen = {};
  private int size;

  SlidingSet(Duration window) {
    this(window, LIMIT);
  }

  SlidingSet(Duration window, int limit) {
    this.windowMillis = window.toMillis();
    this.limit = limit;
  }

  /** Values are kept as their hash: enough to count, and nothing to read. */
  synchronized void add(String value, long nowMillis) {
    expire(nowMillis);
    int hash = value.hashCode();
    int at = indexOf(hash);
    if (at < 0 && size == limit) {
      at = oldest();
    } else if (at < 0) {
      at = size++;
      if (size > values.length) {
        int capacity = Math.min(limit, Math.max(2, 2 * values.length));
        values = Arrays.copyOf(values, capacity);
        lastSeen = Arrays.copyOf(lastSeen, capacity);
      }
    }
    values[at] = hash;
    lastSeen[at] = nowMillis;
  }

  synchronized void remove(String value) {
    int at = indexOf(value.hashCode());
    if (at >= 0) {
      removeAt(at);
    }
  }

  synchronized int count(long nowMillis) {
    expire(nowMillis);
    return size;
  }

  /** How many there would be if one more was seen. */
  synchronized int countWith(String value, long nowMillis) {
    expire(nowMillis);
    return indexOf(value.hashCode()) >= 0 ? size : size + 1;
  }

  /** How many there would be in either of two if one more was seen. */
  synchronized int countWith(SlidingSet other, String value, long nowMillis) {
    int count = countWith(value, nowMillis);
    for (int hash : other.hashes(nowMillis)) {
      if (hash != value.hashCode() && indexOf(hash) < 0) {
        count++;
      }
    }
    return count;
  }

  private synchronized int[] hashes(long nowMillis) {
    expire(nowMillis);
    return Arrays.copyOf(values, size);
  }

  private int indexOf(int hash) {
    for (int i = 0; i < size; i++) {
      if (values[i] == hash) {
        return i;
      }
    }
    return -1;
  }

  private int oldest() {
    int oldest = 0;
    for (int i = 1; i < size; i++) {
      if (lastSeen[i] < lastSeen[oldest]) {
        oldest = i;
      }
    }
    return oldest;
  }

  private void expire(long nowMillis) {
    for (int i = size - 1; i >= 0; i--) {
      if (nowMillis - lastSeen[i] >= windowMillis) {
        removeAt(i);
      }
    }
  }

  private void removeAt(int index) {
    size--;
    values[index] = values[size];
    lastSeen[index] = lastSeen[size];
  }
}
