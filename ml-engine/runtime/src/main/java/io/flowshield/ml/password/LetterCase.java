package io.flowshield.ml.password;

import java.util.random.RandomGenerator;

/**
 * How likely the capitals of a password are, given its letters. A fixed distribution, for the lists
 * that the model learns from are lower case: none .88, the first letter .07, all .03, any other way
 * .02 shared by all of them (orders of magnitude as in leaked lists; Ur et al., SOUPS 2015, find
 * capitals mostly in front).
 */
final class LetterCase {
  private static final double NONE = 0.88;
  private static final double FIRST = 0.07;
  private static final double ALL = 0.03;
  private static final double OTHER = 0.02;

  private LetterCase() {}

  /** Decimal logarithm of the probability of a password's capitals. */
  static double log10Probability(CharSequence password, int longest) {
    int letters = 0;
    int capitals = 0;
    boolean firstIsCapital = false;
    int length = Math.min(password.length(), longest);
    for (int i = 0; i < length; i++) {
      char c = password.charAt(i);
      boolean capital = Character.isUpperCase(c);
      if (capital || Character.isLowerCase(c)) {
        firstIsCapital |= letters == 0 && capital;
        letters++;
        capitals += capital ? 1 : 0;
      }
    }
    return Math.log10(probability(letters, capitals, firstIsCapital));
  }

  /** Draws capitals for so many letters, and tells the decimal logarithm of their probability. */
  static double sample(int letters, RandomGenerator random) {
    if (letters == 0) {
      return 0;
    }
    double u = random.nextDouble();
    if (u < NONE) {
      return Math.log10(probability(letters, 0, false));
    }
    if (u < NONE + FIRST) {
      return Math.log10(probability(letters, 1, true));
    }
    if (u < NONE + FIRST + ALL || letters == 1) {
      return Math.log10(probability(letters, letters, true));
    }
    return Math.log10(OTHER) - log10OtherWays(letters);
  }

  private static double probability(int letters, int capitals, boolean firstIsCapital) {
    if (letters == 0) {
      return 1;
    }
    if (capitals == 0) {
      return NONE;
    }
    if (letters == 1) {
      return 1 - NONE;
    }
    if (capitals == 1 && firstIsCapital) {
      return FIRST;
    }
    if (capitals == letters) {
      return ALL;
    }
    return OTHER * Math.pow(10, -log10OtherWays(letters));
  }

  /** Two letters have one way that is not named above, n have 2^n - 3. */
  private static double log10OtherWays(int letters) {
    return Math.log10(Math.pow(2, letters) - 3);
  }
}
