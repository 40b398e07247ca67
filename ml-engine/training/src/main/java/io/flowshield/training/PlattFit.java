package io.flowshield.training;

import io.flowshield.ml.Odds;
import io.flowshield.ml.model.Calibration;

/**
 * Fits the line from margins (log-odds as the trees give them) to log-odds that can be believed
 * (Platt, "Probabilistic outputs for support vector machines", 1999), on a split that the trees
 * never saw.
 */
final class PlattFit {
  private static final int MAX_STEPS = 100;

  private PlattFit() {}

  /**
   * Newton's method with Platt's smoothed targets, so that no step diverges.
   *
   * @param labels 1 for fraud, 0 for honest
   */
  static Calibration.Platt fit(float[] margins, float[] labels) {
    double frauds = 0;
    for (float label : labels) {
      frauds += label;
    }
    double honest = labels.length - frauds;
    double fraudTarget = (frauds + 1) / (frauds + 2);
    double honestTarget = 1 / (honest + 2);
    double a = 1;
    double b = 0;
    for (int step = 0; step < MAX_STEPS; step++) {
      double gradientA = 0;
      double gradientB = 0;
      double aa = 1e-9;
      double ab = 0;
      double bb = 1e-9;
      for (int i = 0; i < margins.length; i++) {
        double p = 1 / (1 + StrictMath.exp(-(a * margins[i] + b)));
        double error = p - (labels[i] > 0 ? fraudTarget : honestTarget);
        double weight = p * (1 - p);
        gradientA += error * margins[i];
        gradientB += error;
        aa += weight * margins[i] * margins[i];
        ab += weight * margins[i];
        bb += weight;
      }
      double determinant = aa * bb - ab * ab;
      double stepA = (bb * gradientA - ab * gradientB) / determinant;
      double stepB = (aa * gradientB - ab * gradientA) / determinant;
      a -= stepA;
      b -= stepB;
      if (Math.abs(stepA) + Math.abs(stepB) < 1e-9) {
        break;
      }
    }
    if (!(a > 0)) {
      throw new IllegalStateException("The trees learnt nothing: calibration slope " + a);
    }
    return new Calibration.Platt(a, b, frauds / labels.length);
  }

  /** Probability of fraud at a prevalence. */
  static double probability(Calibration calibration, double margin, double prevalence) {
    return Odds.sigmoid(calibration.logOdds(margin, prevalence));
  }
}
