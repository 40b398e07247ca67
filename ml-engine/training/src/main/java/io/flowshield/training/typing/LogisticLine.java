package io.flowshield.training.typing;

/** Platt's line from margins to log-odds where owners and impostors are equally many. */
final class LogisticLine {
  private static final int STEPS = 50;

  private LogisticLine() {}

  /**
   * Newton's method on the mean log loss.
   *
   * @return slope and intercept
   */
  static double[] fit(double[] margins, TypingRows rows) {
    int impostors = 0;
    for (int i = 0; i < margins.length; i++) {
      impostors += rows.impostor(i) ? 1 : 0;
    }
    double slope = 1;
    double intercept = 0;
    for (int step = 0; step < STEPS; step++) {
      double g0 = 0;
      double g1 = 0;
      double h00 = 1e-9;
      double h01 = 0;
      double h11 = 1e-9;
      for (int i = 0; i < margins.length; i++) {
        double weight = 0.5 / (rows.impostor(i) ? impostors : margins.length - impostors);
        double p = 1 / (1 + Math.exp(-(slope * margins[i] + intercept)));
        double error = weight * (p - (rows.impostor(i) ? 1 : 0));
        double curve = weight * p * (1 - p);
        g0 += error;
        g1 += error * margins[i];
        h00 += curve;
        h01 += curve * margins[i];
        h11 += curve * margins[i] * margins[i];
      }
      double determinant = h00 * h11 - h01 * h01;
      intercept -= (h11 * g0 - h01 * g1) / determinant;
      slope -= (h00 * g1 - h01 * g0) / determinant;
    }
    return new double[] {slope, intercept};
  }
}
