package io.flowshield.training;

import io.flowshield.ml.model.Calibration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;

/**
 * Fits the rising curve from margins to log-odds that can be believed (isotonic regression,
 * Zadrozny and Elkan, KDD 2002), on a split that the trees never saw. Attempts are pooled until a
 * point rests on enough frauds and enough honest attempts, neighbours that fall are pooled again,
 * and the curve's end counts one honest attempt that was not seen: no score claims more than the
 * number of honest attempts can bear out. A straight line (Platt) is right on average and wrong in
 * the tail, where scores are acted on.
 */
final class IsotonicFit {
  private static final int LEAST_FRAUDS = 50;
  private static final int LEAST_HONEST = 3;

  /**
   * Neighbouring margins.
   *
   * @param margins their sum
   */
  private record Pool(double frauds, double honest, double margins) {
    Pool and(Pool other) {
      return new Pool(frauds + other.frauds, honest + other.honest, margins + other.margins);
    }

    boolean reaches(Pool higher) {
      return frauds * higher.honest >= higher.frauds * honest;
    }

    boolean full() {
      return frauds >= LEAST_FRAUDS && honest >= LEAST_HONEST;
    }

    double margin() {
      return margins / (frauds + honest);
    }
  }

  private IsotonicFit() {}

  /**
   * Pools of neighbours, adjacent violators pooled.
   *
   * @param labels 1 for fraud, 0 for honest
   */
  static Calibration.Isotonic fit(float[] margins, float[] labels) {
    Integer[] falling = new Integer[margins.length];
    Arrays.setAll(falling, i -> i);
    Arrays.sort(falling, Comparator.comparingDouble(i -> -margins[i]));
    float highestHonest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < margins.length; i++) {
      highestHonest = labels[i] > 0 ? highestHonest : Math.max(highestHonest, margins[i]);
    }
    int next = 0;
    Pool top = new Pool(0, 0, 0);
    while (next < falling.length && margins[falling[next]] > highestHonest) {
      top = top.and(new Pool(1, 0, margins[falling[next++]]));
    }
    Deque<Pool> rising = new ArrayDeque<>();
    Pool pool = new Pool(0, 0, 0);
    for (int i = next; i < falling.length; i++) {
      boolean fraud = labels[falling[i]] > 0;
      pool = pool.and(new Pool(fraud ? 1 : 0, fraud ? 0 : 1, margins[falling[i]]));
      boolean tied = i + 1 < falling.length && margins[falling[i + 1]] == margins[falling[i]];
      if (pool.full() && !tied) {
        add(rising, pool);
        pool = new Pool(0, 0, 0);
      }
    }
    if (pool.frauds() + pool.honest() > 0) {
      Pool below = rising.isEmpty() ? new Pool(0, 0, 0) : rising.removeFirst();
      add(rising, below.and(pool));
    }
    Pool highest = rising.isEmpty() ? null : rising.getLast();
    if (highest == null || highest.frauds() == 0 || highest.honest() == 0) {
      throw new IllegalStateException("Too few attempts to calibrate with");
    }
    // One honest attempt that was not seen.
    boolean beyond = top.frauds() * highest.honest() > highest.frauds();
    int points = rising.size() + (beyond ? 1 : 0);
    double[] x = new double[points];
    double[] y = new double[points];
    Iterator<Pool> from = rising.iterator();
    for (int i = 0; i < rising.size(); i++) {
      Pool at = from.next();
      x[i] = at.margin();
      y[i] = at.frauds() / (at.frauds() + at.honest());
    }
    if (beyond) {
      x[points - 1] = top.margin();
      y[points - 1] = top.frauds() / (top.frauds() + 1);
    }
    double frauds = 0;
    for (float label : labels) {
      frauds += label;
    }
    return new Calibration.Isotonic(x, y, frauds / labels.length);
  }

  /** Adds what lies below the others; what is no lower than they are is pooled with them. */
  private static void add(Deque<Pool> rising, Pool lower) {
    Pool lowest = lower;
    while (!rising.isEmpty() && lowest.reaches(rising.getFirst())) {
      lowest = lowest.and(rising.removeFirst());
    }
    rising.addFirst(lowest);
  }
}
