package io.flowshield.training.email;

import java.util.List;
import java.util.Random;

/** Seeded randomness; equal seeds give equal text on every platform. */
final class Chance {
  private final Random random;

  Chance(long seed) {
    random = new Random(seed * 0x9E3779B97F4A7C15L ^ 0x5DEECE66DL);
  }

  boolean of(double probability) {
    return random.nextDouble() < probability;
  }

  /** Uniform in [0, bound). */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** Uniform in [low, high], both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }

  char pick(String letters) {
    return letters.charAt(random.nextInt(letters.length()));
  }

  /** An index, drawn in proportion to its weight. */
  int weighted(double... weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = random.nextDouble() * total;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }

  /** That many random characters. */
  String text(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(pick(alphabet));
    }
    return text.toString();
  }

  /** A number written with exactly that many digits. */
  String digits(int count) {
    return text("0123456789", count);
  }
}
