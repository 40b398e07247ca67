package io.flowshield.ml.password;

import java.util.random.RandomGenerator;

/** How likely people are to choose each password. */
public interface PasswordDistribution {

  /** Decimal logarithm of the probability that somebody chooses this password, at most 0. */
  double log10Probability(CharSequence password);

  /** Draws a password, and tells the decimal logarithm of its probability. */
  double sample(RandomGenerator random);
}
