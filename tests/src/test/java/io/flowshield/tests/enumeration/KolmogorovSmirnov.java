package io.flowshield.tests.enumeration;

import java.util.Arrays;

/**
 * The two-sample test of Kolmogorov and Smirnov: whether two samples may come from one
 * distribution. The p-value is the asymptotic one with the correction of Stephens (Journal of the
 * Royal Statistical Society B 32(1), 1970), good from a few dozen values on.
 *
 * @param distance greatest distance of the empirical distributions, 0 to 1
 * @param p probability of such a distance, or a greater one, between samples of one distribution
 */
record KolmogorovSmirnov(double distance, double p) {

  static KolmogorovSmirnov of(double[] first, double[] second) {
    double[] a = first.clone();
    double[] b = second.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    double distance = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      double value = Math.min(a[i], b[j]);
      while (i < a.length && a[i] == value) {
        i++;
      }
      while (j < b.length && b[j] == value) {
        j++;
      }
      distance = Math.max(distance, Math.abs((double) i / a.length - (double) j / b.length));
    }
    double root = Math.sqrt((double) a.length * b.length / (a.length + b.length));
    return new KolmogorovSmirnov(distance, tail((root + 0.12 + 0.11 / root) * distance));
  }

  /** Kolmogorov's distribution from a value on. */
  static double tail(double lambda) {
    if (lambda < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
    }
    return Math.max(0, Math.min(1, sum));
  }
}
