package io.flowshield.ml.anomaly;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A robust random cut forest (Guha, Mishra, Roy and Schrijvers, "Robust Random Cut Forest Based
 * Anomaly Detection on Streams", ICML 2016) over a bounded sample of a stream of points. Immutable
 * and thread-safe: learning gives a new one.
 *
 * <p>A point is a whole number from 0 to 127 in each dimension; what a step is worth in one
 * dimension compared with another is for the caller to scale. A node's cut is drawn with a
 * probability proportional to the length of its bounding box in each dimension, then uniformly
 * along it.
 *
 * <p>The sample is biased towards the recent (Aggarwal, "On Biased Reservoir Sampling in the
 * Presence of Stream Evolution", VLDB 2006): a new point always enters and, once the sample is
 * full, takes the place of one drawn at random, so that a point's chance to be still there falls by
 * {@code 1 / capacity} with each that follows. What is drawn depends only on how many were seen:
 * equal streams give equal forests.
 *
 * <p>There are two ways to the same score. A forest that has {@linkplain #grown() grown} keeps its
 * trees and walks down them; it suits a sample that many are compared with. One that has not grows
 * of each tree only the path that the asked point takes, which takes no memory and suits a small
 * sample that is read from storage to be asked once. Both are drawn from one distribution.
 */
public final class RandomCutForest {
  /** Points learnt since a forest grew before it grows anew: an eighth of a sample of 128. */
  private static final int STALE_AFTER = 16;

  /** A part of the probability too small to follow further down. */
  static final double NEGLIGIBLE = 0.005;

  private final Shape shape;
  private final long seen;
  private final byte[] points;
  private final Tree @Nullable [] trees;
  private final int stale;

  /**
   * The size of a forest.
   *
   * @param dimensions of a point, a multiple of 8
   * @param capacity most points in the sample
   * @param trees how many score together
   * @param atLeast fewest points that say anything; with fewer there is no score
   */
  public record Shape(int dimensions, int capacity, int trees, int atLeast) {
    public Shape {
      if (dimensions < 8 || dimensions > 120 || dimensions % 8 != 0 || atLeast < 2) {
        throw new IllegalArgumentException("No forest has this shape");
      }
    }
  }

  private RandomCutForest(
      Shape shape, long seen, byte[] points, Tree @Nullable [] trees, int stale) {
    this.shape = shape;
    this.seen = seen;
    this.points = points;
    this.trees = trees;
    this.stale = stale;
  }

  /** One that has seen nothing. */
  public static RandomCutForest empty(Shape shape) {
    return new RandomCutForest(shape, 0, new byte[0], null, 0);
  }

  /**
   * One that was stored.
   *
   * @param seen how many points it had learnt
   * @param points its {@link #points()}
   * @throws IllegalArgumentException when that is no sample of this shape
   */
  public static RandomCutForest restored(Shape shape, long seen, byte[] points) {
    if (points.length % shape.dimensions() != 0
        || points.length / shape.dimensions() > shape.capacity()
        || seen < points.length / shape.dimensions()
        || !isInRange(points)) {
      throw new IllegalArgumentException(
          points.length + " bytes of " + seen + " points are no sample of " + shape);
    }
    return new RandomCutForest(shape, seen, points.clone(), null, 0);
  }

  /** How many points were learnt, kept or not. */
  public long seen() {
    return seen;
  }

  /** How many points are in the sample. */
  public int size() {
    return points.length / shape.dimensions();
  }

  /** The sample, point after point; a copy. */
  public byte[] points() {
    return points.clone();
  }

  /**
   * The forest after one more point. One that has grown grows anew after every 16 points, which
   * takes about two milliseconds for 16 trees over 128 points.
   */
  public RandomCutForest learn(byte[] point) {
    requirePoint(point);
    RandomCutForest next =
        new RandomCutForest(shape, seen + 1, withPoint(points, point, seen), trees, stale + 1);
    return trees != null && next.stale >= STALE_AFTER ? next.grown() : next;
  }

  /** The forest after all points in the sample of another of the same shape. */
  public RandomCutForest learnAll(RandomCutForest other) {
    if (!shape.equals(other.shape)) {
      throw new IllegalArgumentException(other.shape + " is not " + shape);
    }
    byte[] sample = points;
    int dimensions = shape.dimensions();
    for (int i = 0; i < other.size(); i++) {
      byte[] point = Arrays.copyOfRange(other.points, i * dimensions, (i + 1) * dimensions);
      sample = withPoint(sample, point, seen + i);
    }
    // Points that the other saw and dropped count as seen, though nothing is left of them.
    return other.size() == 0
        ? this
        : new RandomCutForest(shape, seen + other.seen, sample, null, 0);
  }

  private byte[] withPoint(byte[] sample, byte[] point, long number) {
    int dimensions = shape.dimensions();
    int size = sample.length / dimensions;
    int place = size < shape.capacity() ? size : new Draws(number).below(shape.capacity());
    byte[] next = Arrays.copyOf(sample, Math.max(sample.length, (place + 1) * dimensions));
    System.arraycopy(point, 0, next, place * dimensions, dimensions);
    return next;
  }

  /** Whether its trees are in memory. */
  public boolean isGrown() {
    return trees != null;
  }

  /** The same sample with all its trees in memory; itself when it has too few points for that. */
  public RandomCutForest grown() {
    if (size() < shape.atLeast()) {
      return this;
    }
    Tree[] all = new Tree[shape.trees()];
    for (int i = 0; i < all.length; i++) {
      all[i] = new Tree(points, shape.dimensions(), new Draws(i));
    }
    return new RandomCutForest(shape, seen, points, all, 0);
  }

  /**
   * How unlike the sample a point is: the mean over the trees of {@code log2(n + 1) times the
   * expected inverse depth} at which a tree that also held the point would have cut it off, the
   * measure of Amazon's randomcutforest library. About 1 for a point like the others; grows to
   * {@code log2(n + 1)} for one that any first cut would cut off. NaN while the sample is too
   * small.
   */
  public double score(byte[] point) {
    requirePoint(point);
    if (size() < shape.atLeast()) {
      return Double.NaN;
    }
    Tree[] all = trees;
    double sum = 0;
    if (all == null) {
      QueryPath path = new QueryPath(points, point);
      for (int i = 0; i < shape.trees(); i++) {
        sum += path.score(new Draws(i));
      }
    } else {
      for (Tree tree : all) {
        sum += tree.score(point);
      }
    }
    return sum / shape.trees() * log2(size() + 1.0);
  }

  private void requirePoint(byte[] point) {
    if (point.length != shape.dimensions() || !isInRange(point)) {
      throw new IllegalArgumentException(Arrays.toString(point) + " is no point of " + shape);
    }
  }

  private static boolean isInRange(byte[] values) {
    byte all = 0;
    for (byte value : values) {
      all |= value;
    }
    return all >= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RandomCutForest forest
        && shape.equals(forest.shape)
        && seen == forest.seen
        && Arrays.equals(points, forest.points);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(seen) + Arrays.hashCode(points);
  }

  @Override
  public String toString() {
    return size() + " of " + seen + " points in " + shape;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  /** What being cut off at a depth is worth to a point that is not in the tree. */
  static double unseen(int depth) {
    return 1.0 / (depth + 1);
  }

  /** What reaching a leaf that equals the point is worth: the less the more points are there. */
  static double seen(int depth, int mass, int treeMass) {
    return (1 - mass / (2.0 * treeMass)) / (depth + log2(mass + 1.0));
  }
}
