package io.flowshield.ml.profile;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts that fade: a bounded map, heaviest entries kept. */
final class DecayedCounts {
  /** Below this weight an entry is forgotten: one login, about five half-lives ago. */
  private static final double FORGOTTEN = 0.03;

  private DecayedCounts() {}

  /**
   * The counts after everything has faded and one more was seen; a new map.
   *
   * @param fade factor in [0, 1] for what was there
   * @param seen key to count, nothing when empty
   * @param limit most entries; beyond it the lightest goes, never the one just seen
   */
  static Map<String, Double> add(Map<String, Double> counts, double fade, String seen, int limit) {
    Map<String, Double> next = new HashMap<>();
    counts.forEach(
        (key, count) -> {
          double faded = count * fade;
          if (faded >= FORGOTTEN) {
            next.put(key, faded);
          }
        });
    if (!seen.isEmpty()) {
      next.merge(seen, 1.0, Double::sum);
    }
    while (next.size() > limit) {
      String lightest =
          next.entrySet().stream()
              .filter(entry -> !entry.getKey().equals(seen))
              .min(
                  Map.Entry.<String, Double>comparingByValue()
                      .thenComparing(Map.Entry.comparingByKey()))
              .map(Map.Entry::getKey)
              .orElse(seen);
      next.remove(lightest);
    }
    return sorted(next);
  }

  /**
   * The counts without what was seen once; a new map.
   *
   * @param weight what it has faded to, in [0, 1]
   */
  static Map<String, Double> remove(Map<String, Double> counts, double weight, String seen) {
    Map<String, Double> next = new HashMap<>(counts);
    next.computeIfPresent(
        seen, (key, count) -> count - weight < FORGOTTEN ? null : Double.valueOf(count - weight));
    return sorted(next);
  }

  /** In the order of the keys, so that equal counts give equal bytes. */
  static <V> Map<String, V> sorted(Map<String, V> map) {
    Map<String, V> sorted = new LinkedHashMap<>();
    map.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(sorted);
  }
}
