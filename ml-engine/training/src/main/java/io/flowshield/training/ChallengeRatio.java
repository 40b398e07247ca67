package io.flowshield.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * How many honest attempts a model challenges for each one that the baseline challenges, when both
 * catch the same share of the protocol's attackers. The interval is a bootstrap over realms, whose
 * attempts have much in common (200 draws, 2.5 and 97.5 %).
 *
 * @param challenged share of honest attempts that the model challenges
 * @param baseline the same of the baseline
 */
record ChallengeRatio(double value, double low, double high, double challenged, double baseline) {
  /** Share of attackers that both catch: the lowest rate of Wiefling et al. (TOPS 2022). */
  static final double CAUGHT = 0.98;

  private static final int DRAWS = 200;
  private static final long SEED = 20261123;

  static ChallengeRatio of(double[] scores, double[] baseline, Dataset dataset) {
    TreeMap<Integer, List<Integer>> realms = new TreeMap<>();
    for (int row = 0; row < dataset.rows(); row++) {
      if (!dataset.fraud(row) || dataset.example(row).protocol()) {
        realms.computeIfAbsent(dataset.example(row).realm(), unused -> new ArrayList<>()).add(row);
      }
    }
    List<List<Integer>> all = List.copyOf(realms.values());
    double model = challenged(scores, all, dataset);
    double other = challenged(baseline, all, dataset);
    Random random = new Random(SEED);
    double[] draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      List<List<Integer>> drawn = new ArrayList<>();
      for (int k = 0; k < all.size(); k++) {
        drawn.add(all.get(random.nextInt(all.size())));
      }
      draws[i] = challenged(scores, drawn, dataset) / challenged(baseline, drawn, dataset);
    }
    Arrays.sort(draws);
    return new ChallengeRatio(
        model / other, draws[(int) (0.025 * DRAWS)], draws[(int) (0.975 * DRAWS)], model, other);
  }

  /** Share of honest attempts at or above the score that all but 2 % of attacks reach. */
  private static double challenged(double[] scores, List<List<Integer>> realms, Dataset dataset) {
    double[] frauds = new double[realms.stream().mapToInt(List::size).sum()];
    double[] honest = new double[frauds.length];
    int fraudCount = 0;
    int honestCount = 0;
    for (List<Integer> realm : realms) {
      for (int row : realm) {
        if (dataset.fraud(row)) {
          frauds[fraudCount++] = scores[row];
        } else {
          honest[honestCount++] = scores[row];
        }
      }
    }
    frauds = Arrays.copyOf(frauds, fraudCount);
    Arrays.sort(frauds);
    double threshold = frauds[(int) Math.floor((1 - CAUGHT) * fraudCount)];
    int hits = 0;
    for (int i = 0; i < honestCount; i++) {
      hits += honest[i] >= threshold ? 1 : 0;
    }
    return (double) hits / honestCount;
  }
}
