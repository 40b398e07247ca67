package io.flowshield.risk.counters;

import java.time.Duration;

/**
 * How often something happened in a window that ends now: ten slices, of which the oldest counts in
 * part (as in the sliding-window counters of rate limiters), so the error is below one slice.
 */
final class SlidingCount {
  private static final int SLICES = 10;

  private final long sliceMillis;
  private final int[] counts = new int[SLICES + 1];
  private long slice = Long.MIN_VALUE;

  SlidingCount(Duration window) {
    this.sliceMillis = window.toMillis() / SLICES;
  }

  synchronized void add(long nowMillis) {
    advance(nowMillis);
    int index = (int) (slice % counts.length);
    if (counts[index] < Integer.MAX_VALUE) {
      counts[index]++;
    }
  }

  synchronized int count(long nowMillis) {
    advance(nowMillis);
    double intoSlice = (double) (nowMillis % sliceMillis) / sliceMillis;
    double sum = 0;
    for (int back = 0; back <= SLICES; back++) {
      long at = slice - back;
      if (at >= 0) {
        double weight = back == SLICES ? 1 - intoSlice : 1;
        sum += weight * counts[(int) (at % counts.length)];
      }
    }
    return (int) Math.min(Integer.MAX_VALUE, Math.ceil(sum));
  }

  /** A clock that goes back counts into the present slice. */
  private void advance(long nowMillis) {
    long now = nowMillis / sliceMillis;
    if (slice == Long.MIN_VALUE || now - slice >= counts.length) {
      java.util.Arrays.fill(counts, 0);
      slice = now;
    }
    while (slice < now) {
      slice++;
      counts[(int) (slice % counts.length)] = 0;
    }
  }
}
