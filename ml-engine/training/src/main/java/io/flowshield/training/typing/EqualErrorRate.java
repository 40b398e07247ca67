package io.flowshield.training.typing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Where as many owners are refused as impostors pass. */
final class EqualErrorRate {
  private static final int RESAMPLES = 2000;

  private EqualErrorRate() {}

  /**
   * Between two thresholds, a straight line.
   *
   * @param owner scores of the owner's typings, higher means stranger
   * @param impostors scores of the others' typings
   */
  static double of(double[] owner, double[] impostors) {
    double[] honest = owner.clone();
    double[] others = impostors.clone();
    Arrays.sort(honest);
    Arrays.sort(others);
    double[] thresholds = Arrays.copyOf(honest, honest.length + others.length);
    System.arraycopy(others, 0, thresholds, honest.length, others.length);
    Arrays.sort(thresholds);
    double passedBefore = 0;
    double refusedBefore = 1;
    for (double threshold : thresholds) {
      double passed = below(others, threshold);
      double refused = 1 - below(honest, threshold);
      if (refused <= passed) {
        double before = refusedBefore - passedBefore;
        double after = refused - passed;
        double share = before == after ? 0 : before / (before - after);
        return passedBefore + share * (passed - passedBefore);
      }
      passedBefore = passed;
      refusedBefore = refused;
    }
    // Every owner's score is above every impostor's: the last step leads to all of both.
    double before = refusedBefore - passedBefore;
    return passedBefore + before / (before + 1) * (1 - passedBefore);
  }

  /** Share of sorted scores below a threshold. */
  private static double below(double[] sorted, double threshold) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < threshold) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low / (double) sorted.length;
  }

  static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** How much less the second rates are, paired: mean and 95 % interval. */
  static double[] gain(List<Double> before, List<Double> after) {
    List<Double> gains = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      gains.add(before.get(i) - after.get(i));
    }
    double[] interval = interval(gains, before.size());
    return new double[] {mean(gains), interval[0], interval[1]};
  }

  /** A 95 % interval of the mean over people: bootstrap by person. */
  static double[] interval(List<Double> values, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < values.size(); j++) {
        sum += values.get(random.nextInt(values.size()));
      }
      means.add(sum / values.size());
    }
    means.sort(null);
    return new double[] {
      means.get((int) (0.025 * RESAMPLES)), means.get((int) (0.975 * RESAMPLES) - 1)
    };
  }
}
