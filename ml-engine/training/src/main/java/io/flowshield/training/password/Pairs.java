package io.flowshield.training.password;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Guesses for passwords that people chose, and for strings that were generated like each of them.
 *
 * @param real decimal logarithms
 * @param generated of the string that belongs to the password at the same place
 */
@SuppressWarnings("ArrayRecordComponent")
record Pairs(double[] real, double[] generated) {
  private static final int RESAMPLES = 400;
  private static final long SEED = 11;
  private static final double Z_95 = 1.959964;

  /** A figure with its 95 % interval. */
  record Estimate(double value, double low, double high) {}

  /**
   * How often a password that somebody chose takes fewer guesses than a generated string, over all
   * of both; ties count half. The interval is of 400 bootstrap samples of pairs.
   */
  Estimate auc() {
    return bootstrap(Pairs::area);
  }

  /** The same within each pair, where both are equally long. */
  Estimate pairedAuc() {
    return bootstrap(
        pairs -> {
          double wins = 0;
          for (int i = 0; i < pairs.real.length; i++) {
            wins +=
                pairs.real[i] < pairs.generated[i]
                    ? 1
                    : pairs.real[i] == pairs.generated[i] ? 0.5 : 0;
          }
          return wins / pairs.real.length;
        });
  }

  /** Share of the passwords that are said to take more than 10^n guesses; Wilson's interval. */
  Estimate over(int n) {
    double count = real.length;
    double share = Arrays.stream(real).filter(guesses -> guesses > n).count() / count;
    double z2 = Z_95 * Z_95;
    double centre = (share + z2 / (2 * count)) / (1 + z2 / count);
    double spread =
        Z_95 * Math.sqrt(share * (1 - share) / count + z2 / (4 * count * count)) / (1 + z2 / count);
    return new Estimate(share, Math.max(0, centre - spread), Math.min(1, centre + spread));
  }

  private double area() {
    double[] sorted = generated.clone();
    Arrays.sort(sorted);
    double wins = 0;
    for (double guesses : real) {
      int more = sorted.length - first(sorted, Math.nextUp(guesses));
      int equal = sorted.length - more - first(sorted, guesses);
      wins += more + equal / 2.0;
    }
    return wins / real.length / generated.length;
  }

  /** The first place whose value is not below. */
  private static int first(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Estimate bootstrap(ToDoubleFunction<Pairs> figure) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] figures = new double[RESAMPLES];
    for (int b = 0; b < RESAMPLES; b++) {
      double[] sampledReal = new double[real.length];
      double[] sampledGenerated = new double[real.length];
      for (int i = 0; i < real.length; i++) {
        int pick = random.nextInt(real.length);
        sampledReal[i] = real[pick];
        sampledGenerated[i] = generated[pick];
      }
      figures[b] = figure.applyAsDouble(new Pairs(sampledReal, sampledGenerated));
    }
    Arrays.sort(figures);
    return new Estimate(
        figure.applyAsDouble(this),
        figures[(int) (0.025 * RESAMPLES)],
        figures[(int) (0.975 * RESAMPLES) - 1]);
  }
}
