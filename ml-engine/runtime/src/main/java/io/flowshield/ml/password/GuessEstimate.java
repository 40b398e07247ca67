package io.flowshield.ml.password;

/**
 * Two opinions made one. An attacker uses whichever is better for him, so the lower one counts; but
 * where zxcvbn found no pattern it merely counts characters, ten ways for each, which is no attack
 * that would find a random string. There the model's opinion takes its place, by the share of
 * characters that zxcvbn could not explain:
 *
 * <pre>{@code
 * min(m, z) + u max(0, m - z)    m: model, z: zxcvbn, u: unexplained share, all in log10
 * }</pre>
 *
 * Nothing lies above 10^10, zxcvbn's strongest class, unless both say so.
 */
final class GuessEstimate {
  /** From here on a password withstands a fast attack on stolen hashes; decimal logarithm. */
  private static final double STRONG = 10;

  private GuessEstimate() {}

  /** Decimal logarithm of the guesses. */
  static double log10(double model, double zxcvbn, double unexplained) {
    double low = Math.min(model, zxcvbn);
    double both = low + unexplained * Math.max(0, model - zxcvbn);
    return low > STRONG ? both : Math.min(both, STRONG);
  }
}
