package io.flowshield.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;

/** Figures of merit of scores, where a higher score means more likely fraud. */
final class Metrics {
  private static final double Z_95 = 1.959964;

  /** A share with its 95 % interval (Wilson, JASA 1927). */
  record Rate(long hits, long of) {
    double value() {
      return of == 0 ? Double.NaN : (double) hits / of;
    }

    double low() {
      return wilson(-1);
    }

    double high() {
      return wilson(1);
    }

    private double wilson(int side) {
      if (of == 0) {
        return Double.NaN;
      }
      double p = value();
      double z2 = Z_95 * Z_95;
      double centre = p + z2 / (2 * of);
      double spread = Z_95 * Math.sqrt(p * (1 - p) / of + z2 / (4.0 * of * of));
      return Math.max(0, Math.min(1, (centre + side * spread) / (1 + z2 / of)));
    }
  }

  private Metrics() {}

  /** The lowest threshold that at most this share of the honest attempts exceeds. */
  static double threshold(double[] scores, Dataset dataset, double falsePositiveRate) {
    double[] honest = new double[dataset.rows()];
    int count = 0;
    for (int i = 0; i < scores.length; i++) {
      if (!dataset.fraud(i)) {
        honest[count++] = scores[i];
      }
    }
    honest = Arrays.copyOf(honest, count);
    Arrays.sort(honest);
    return honest[(int) Math.min(count - 1, Math.floor((1 - falsePositiveRate) * count))];
  }

  /** The share of some rows whose score exceeds a threshold. */
  static Rate above(double[] scores, double threshold, IntPredicate rows) {
    long hits = 0;
    long of = 0;
    for (int i = 0; i < scores.length; i++) {
      if (rows.test(i)) {
        of++;
        hits += scores[i] > threshold ? 1 : 0;
      }
    }
    return new Rate(hits, of);
  }

  /** Area under the receiver operating characteristic (Mann-Whitney, ties count half). */
  static double auc(double[] scores, Dataset dataset) {
    Integer[] order = order(scores);
    double rankSum = 0;
    double frauds = 0;
    int i = 0;
    while (i < order.length) {
      int end = i;
      while (end < order.length && scores[order[end]] == scores[order[i]]) {
        end++;
      }
      double rank = (i + end + 1) / 2.0;
      for (int k = i; k < end; k++) {
        if (dataset.fraud(order[k])) {
          rankSum += rank;
          frauds++;
        }
      }
      i = end;
    }
    double honest = order.length - frauds;
    return (rankSum - frauds * (frauds + 1) / 2) / (frauds * honest);
  }

  /**
   * Mean negative log-likelihood in nats, as if frauds had a given share.
   *
   * @param probabilities at that prevalence
   */
  static double logLoss(double[] probabilities, Dataset dataset, double prevalence) {
    double fraudLoss = 0;
    double honestLoss = 0;
    double frauds = dataset.frauds();
    for (int i = 0; i < probabilities.length; i++) {
      double p = Math.min(1 - 1e-12, Math.max(1e-12, probabilities[i]));
      if (dataset.fraud(i)) {
        fraudLoss -= Math.log(p);
      } else {
        honestLoss -= Math.log(1 - p);
      }
    }
    return prevalence * fraudLoss / frauds
        + (1 - prevalence) * honestLoss / (dataset.rows() - frauds);
  }

  /**
   * Expected calibration error over bins of equal mass, among scores above a floor: the mean
   * distance between predicted probability and weighted share of fraud. Attempts are weighted so
   * that frauds have the given share.
   *
   * @param probabilities at that prevalence
   */
  static double calibrationError(
      double[] probabilities, Dataset dataset, double prevalence, double floor, int bins) {
    double frauds = dataset.frauds();
    double fraudWeight = prevalence / frauds;
    double honestWeight = (1 - prevalence) / (dataset.rows() - frauds);
    List<Integer> rows = new ArrayList<>();
    double mass = 0;
    for (int row : order(probabilities)) {
      if (probabilities[row] > floor) {
        rows.add(row);
        mass += dataset.fraud(row) ? fraudWeight : honestWeight;
      }
    }
    double error = 0;
    double binMass = 0;
    double predicted = 0;
    double observed = 0;
    for (int i = 0; i < rows.size(); i++) {
      int row = rows.get(i);
      double weight = dataset.fraud(row) ? fraudWeight : honestWeight;
      binMass += weight;
      predicted += weight * probabilities[row];
      observed += dataset.fraud(row) ? weight : 0;
      if (binMass >= mass / bins || i == rows.size() - 1) {
        error += Math.abs(predicted - observed) / mass;
        binMass = 0;
        predicted = 0;
        observed = 0;
      }
    }
    return rows.isEmpty() ? Double.NaN : error;
  }

  private static Integer[] order(double[] scores) {
    Integer[] order = new Integer[scores.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Arrays.sort(order, Comparator.comparingDouble(i -> scores[i]));
    return order;
  }
}
