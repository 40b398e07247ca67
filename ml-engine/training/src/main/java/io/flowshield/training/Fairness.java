package io.flowshield.training;

import io.flowshield.training.simulation.Traits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How much more often honest people of one group are challenged than the others of the same realm:
 * the ratio of Mantel and Haenszel (JNCI 1959) over realms, since thresholds and budgets are set
 * for a realm and one that knows less of addresses asks everybody more often. Its interval is a
 * bootstrap over people (500 draws, 2.5 and 97.5 %): one person's logins resemble each other.
 */
final class Fairness {
  /** A group smaller than this is counted with the other small ones. */
  static final int SMALL = 2000;

  private static final int DRAWS = 500;
  private static final long SEED = 20261123;

  /** In what people differ. */
  private static final Map<String, Function<Traits, String>> DIMENSIONS = dimensions();

  /**
   * A ratio with its 95 % interval.
   *
   * @param challenged share of the group's honest attempts that were challenged
   */
  record Ratio(String group, double value, double low, double high, double challenged) {}

  /** One person's attempts, in a group and out of it. */
  private record Person(int in, int inHits, int out, int outHits) {}

  private Fairness() {}

  private static Map<String, Function<Traits, String>> dimensions() {
    Map<String, Function<Traits, String>> dimensions = new LinkedHashMap<>();
    dimensions.put("region", Traits::region);
    dimensions.put("residence", traits -> traits.home() ? "local" : "foreign");
    dimensions.put("device", Traits::device);
    dimensions.put("locale", Traits::locale);
    dimensions.put("input", traits -> traits.input().name().toLowerCase(Locale.ROOT));
    return dimensions;
  }

  /**
   * The ratio of each group.
   *
   * @param scores of all attempts
   * @param threshold above which an attempt is challenged
   */
  static List<Ratio> ratios(double[] scores, double threshold, Dataset dataset) {
    List<Ratio> ratios = new ArrayList<>();
    DIMENSIONS.forEach(
        (dimension, trait) -> {
          Map<String, Integer> sizes = new TreeMap<>();
          for (int row = 0; row < dataset.rows(); row++) {
            if (!dataset.fraud(row)) {
              sizes.merge(trait.apply(dataset.example(row).traits()), 1, Integer::sum);
            }
          }
          Function<Traits, String> group =
              traits -> {
                String name = trait.apply(traits);
                return sizes.getOrDefault(name, 0) < SMALL ? "other" : name;
              };
          sizes.entrySet().stream()
              .map(size -> size.getValue() < SMALL ? "other" : size.getKey())
              .distinct()
              .sorted()
              .forEach(
                  name ->
                      ratios.add(
                          ratio(dimension + "." + name, group, name, scores, threshold, dataset)));
        });
    return ratios;
  }

  private static Ratio ratio(
      String title,
      Function<Traits, String> group,
      String name,
      double[] scores,
      double threshold,
      Dataset dataset) {
    Map<Integer, Map<Integer, int[]>> realms = new TreeMap<>();
    double attempts = 0;
    double challenged = 0;
    for (int row = 0; row < dataset.rows(); row++) {
      if (dataset.fraud(row)) {
        continue;
      }
      Example example = dataset.example(row);
      int[] counts =
          realms
              .computeIfAbsent(example.realm(), unused -> new TreeMap<>())
              .computeIfAbsent(example.user(), unused -> new int[4]);
      boolean in = group.apply(example.traits()).equals(name);
      boolean hit = scores[row] > threshold;
      counts[in ? 0 : 2]++;
      counts[in ? 1 : 3] += hit ? 1 : 0;
      attempts += in ? 1 : 0;
      challenged += in && hit ? 1 : 0;
    }
    List<List<Person>> people =
        realms.values().stream()
            .map(
                users ->
                    users.values().stream().map(c -> new Person(c[0], c[1], c[2], c[3])).toList())
            .toList();
    Random random = new Random(SEED);
    double[] draws = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      draws[i] = mantelHaenszel(people, random);
    }
    Arrays.sort(draws);
    return new Ratio(
        title,
        mantelHaenszel(people, null),
        draws[(int) (0.025 * DRAWS)],
        draws[(int) (0.975 * DRAWS)],
        challenged / attempts);
  }

  /**
   * @param random draws people with replacement; null takes each of them once
   */
  private static double mantelHaenszel(List<List<Person>> realms, @Nullable Random random) {
    double above = 0;
    double below = 0;
    for (List<Person> realm : realms) {
      double in = 0;
      double inHits = 0;
      double out = 0;
      double outHits = 0;
      for (int i = 0; i < realm.size(); i++) {
        Person person = realm.get(random == null ? i : random.nextInt(realm.size()));
        in += person.in();
        inHits += person.inHits();
        out += person.out();
        outHits += person.outHits();
      }
      if (in > 0 && out > 0) {
        above += inHits * out / (in + out);
        below += outHits * in / (in + out);
      }
    }
    // A realm of one group compares nobody; without comparisons nothing is unequal.
    return above == 0 && below == 0 ? 1 : above / below;
  }
}
