package io.flowshield.training.simulation;

import java.util.List;
import java.util.Random;

/**
 * The only source of randomness of a simulation. Equal seeds give equal throws on every platform:
 * {@link Random} is specified to the bit, and logarithms come from {@link StrictMath}.
 */
final class Dice {
  private final long seed;
  private final Random random;

  Dice(long seed) {
    this.seed = seed;
    this.random = new Random(mix(seed));
  }

  /** Independent dice for a named purpose; how often these were thrown does not matter. */
  Dice fork(String purpose, long index) {
    long hash = mix(seed);
    for (int i = 0; i < purpose.length(); i++) {
      hash = mix(hash ^ purpose.charAt(i));
    }
    return new Dice(mix(hash ^ mix(index)));
  }

  boolean chance(double probability) {
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

  /** Uniform in [low, high). */
  double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  double normal(double mean, double deviation) {
    return mean + deviation * random.nextGaussian();
  }

  /** Log-normal by its median and the deviation of its logarithm. */
  double logNormal(double median, double sigma) {
    return median * StrictMath.exp(sigma * random.nextGaussian());
  }

  double exponential(double mean) {
    return -mean * StrictMath.log(1 - random.nextDouble());
  }

  <T> T pick(List<T> items) {
    return items.get(random.nextInt(items.size()));
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

  /** The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
