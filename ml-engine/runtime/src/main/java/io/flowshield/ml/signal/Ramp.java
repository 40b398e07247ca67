package io.flowshield.ml.signal;

/** Piecewise-linear shapes that the rules are made of. */
final class Ramp {
  private Ramp() {}

  /** 0 up to {@code from}, 1 from {@code to} on, a straight line between; works downwards too. */
  static double between(double value, double from, double to) {
    return clamp((value - from) / (to - from), 0, 1);
  }

  static double clamp(double value, double low, double high) {
    return value >= low ? Math.min(value, high) : low;
  }

  static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
