package io.flowshield.benchmark;

/**
 * One figure of the report.
 *
 * @param name for example {@code login.p50_ratio}
 * @param value what was measured
 * @param unit of the value, {@code x} for a ratio
 * @param low least allowed, NaN when there is no such bound
 * @param high most allowed, NaN when there is no such bound
 */
record Figure(String name, double value, String unit, double low, double high) {

  static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, Double.NaN, Double.NaN);
  }

  static Figure atMost(String name, double value, String unit, double high) {
    return new Figure(name, value, unit, Double.NaN, high);
  }

  static Figure atLeast(String name, double value, String unit, double low) {
    return new Figure(name, value, unit, low, Double.NaN);
  }

  boolean holds() {
    return !Double.isNaN(value) && !(value < low) && !(value > high);
  }

  String bound() {
    if (!Double.isNaN(high)) {
      return "<= " + number(high);
    }
    return Double.isNaN(low) ? "" : ">= " + number(low);
  }

  static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString((long) value)
        : String.format(java.util.Locale.ROOT, "%.2f", value);
  }
}
