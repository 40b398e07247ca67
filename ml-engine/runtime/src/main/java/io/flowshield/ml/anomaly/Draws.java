package io.flowshield.ml.anomaly;

/** Numbers that look drawn and depend on a seed only (SplitMix64: Steele, Lea and Flood, 2014). */
final class Draws {
  private long state;

  Draws(long seed) {
    state = seed * 0x9E3779B97F4A7C15L + 0x2545F4914F6CDD1DL;
  }

  /** A whole number in [0, bound). */
  int below(int bound) {
    state += 0x9E3779B97F4A7C15L;
    long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    mixed ^= mixed >>> 31;
    return (int) (((mixed >>> 32) * bound) >>> 32);
  }
}
