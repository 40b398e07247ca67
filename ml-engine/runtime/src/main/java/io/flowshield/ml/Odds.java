package io.flowshield.ml;

/** Between probabilities and log-odds (natural logarithm). */
public final class Odds {
  private static final double LEAST = 1e-6;

  private Odds() {}

  /** Log-odds of a probability that is first drawn into [0.000001, 0.999999]. */
  public static double logit(double probability) {
    double p = Math.min(1 - LEAST, Math.max(LEAST, probability));
    return Math.log(p / (1 - p));
  }

  /** The probability of log-odds, in [0, 1]. */
  public static double sigmoid(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /** A prevalence drawn into [0.000001, 0.5]; NaN becomes the least. */
  static double prevalence(double value) {
    return value >= LEAST ? Math.min(0.5, value) : LEAST;
  }
}
