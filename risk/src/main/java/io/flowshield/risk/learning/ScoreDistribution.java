package io.flowshield.risk.learning;

import java.time.Duration;
import java.time.Instant;

/**
 * How scores are distributed, with older ones counting less: a histogram over the log-odds, whose
 * counts grow with time instead of shrinking (forward decay; Cormode, Shkapenyuk, Srivastava and
 * Xu, "Forward Decay: A Practical Time Decay Model for Streaming Systems", ICDE 2009). Fixed in
 * size: 480 counts. Thread-safe.
 */
public final class ScoreDistribution {
  /** After this time a login counts half. */
  static final Duration HALF_LIFE = Duration.ofDays(7);

  private static final double LIMIT = 12;
  private static final double STEP = 0.05;
  private static final int BUCKETS = (int) Math.round(2 * LIMIT / STEP);

  /** Counts are divided before they grow beyond 2 to this power. */
  private static final double MOST_HALF_LIVES = 100;

  private final double[] counts = new double[BUCKETS];
  private Instant origin = Instant.EPOCH;
  private double sum;

  /**
   * Counts a score.
   *
   * @param score in [0, 1]
   * @param time when it was given; need not be in order
   */
  public synchronized void add(double score, Instant time) {
    if (sum == 0) {
      origin = time;
    } else if (halfLives(time) > MOST_HALF_LIVES) {
      double weight = weight(time);
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] /= weight;
      }
      sum /= weight;
      origin = time;
    }
    double weight = weight(time);
    counts[bucket(score)] += weight;
    sum += weight;
  }

  /** How many logins the distribution is worth now: each counts half after a week. */
  public synchronized double size(Instant now) {
    return sum / weight(now);
  }

  /**
   * The least edge of a bucket that no more than a share of the scores reaches. A score of exactly
   * this value is counted as reaching it.
   *
   * @param share in (0, 1)
   */
  public synchronized double reachedBy(double share) {
    double allowed = share * sum;
    double above = 0;
    for (int i = BUCKETS - 1; i >= 0; i--) {
      above += counts[i];
      if (above > allowed) {
        return score(i + 1);
      }
    }
    return 0;
  }

  private static int bucket(double score) {
    double odds = Math.log(score / (1 - score));
    return (int) Math.max(0, Math.min(BUCKETS - 1, Math.floor((odds + LIMIT) / STEP)));
  }

  /** The lower edge of a bucket. */
  private static double score(int bucket) {
    return 1 / (1 + Math.exp(LIMIT - bucket * STEP));
  }

  private double weight(Instant time) {
    return Math.pow(2, halfLives(time));
  }

  private double halfLives(Instant time) {
    return (double) Duration.between(origin, time).toMillis() / HALF_LIFE.toMillis();
  }
}
