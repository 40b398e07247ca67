package io.flowshield.worker;

/**
 * A risk that loses half of itself in each half-life: what was seen last week says less of who is
 * at the keyboard now. Computed when read, with strict arithmetic, so that a replay finds the same
 * on every machine.
 *
 * @param value in [0, 1] at {@code millis}
 * @param millis since the epoch
 */
record DecayingRisk(double value, long millis) {
  static final DecayingRisk NONE = new DecayingRisk(0, 0);

  /** What is left of it. */
  double at(long nowMillis, long halfLifeSeconds) {
    double halfLives = Math.max(0, nowMillis - millis) / (1000.0 * halfLifeSeconds);
    return value * StrictMath.pow(2, -halfLives);
  }

  /** The higher of what is left and a new score. */
  DecayingRisk highest(double score, long nowMillis, long halfLifeSeconds) {
    return new DecayingRisk(Math.max(at(nowMillis, halfLifeSeconds), clip(score)), nowMillis);
  }

  /** What is left and a new score as two independent hints: 1 - (1 - a)(1 - b). */
  DecayingRisk joined(double score, long nowMillis, long halfLifeSeconds) {
    double left = at(nowMillis, halfLifeSeconds);
    return new DecayingRisk(1 - (1 - left) * (1 - clip(score)), nowMillis);
  }

  /** Milliseconds from now until it falls below a threshold that it has reached, rounded up. */
  long millisUntilBelow(double threshold, long nowMillis, long halfLifeSeconds) {
    double halfLives =
        StrictMath.log(at(nowMillis, halfLifeSeconds) / threshold) / StrictMath.log(2);
    return (long) Math.ceil(halfLives * 1000 * halfLifeSeconds) + 1;
  }

  private static double clip(double score) {
    return score >= 0 && score <= 1 ? score : 0;
  }
}
