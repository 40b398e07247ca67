package io.flowshield.ml;

import io.flowshield.ml.signal.Signal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The sum of what signals are worth without a model.
 *
 * @param logOdds what they add to the prior's log-odds
 * @param reasons strongest first, only those that raise the score
 */
record RuleScore(double logOdds, List<Reason> reasons) {

  /** Adds up the signals of the features that pass the filter. */
  static RuleScore of(FeatureSet features, FeatureVector vector, Predicate<String> filter) {
    Map<String, Double> byCode = new LinkedHashMap<>();
    double sum = 0;
    List<String> names = vector.schema().names();
    float[] values = vector.values();
    for (int i = 0; i < values.length; i++) {
      String name = names.get(i);
      Optional<Signal> signal = filter.test(name) ? features.signal(name) : Optional.empty();
      if (signal.isPresent()) {
        double logOdds = features.logOdds(signal.get(), values[i]);
        sum += logOdds;
        byCode.merge(signal.get().code(), logOdds, Double::sum);
      }
    }
    return new RuleScore(sum, reasons(byCode));
  }

  /** Reasons from what each code adds; codes that are empty or add nothing are left out. */
  static List<Reason> reasons(Map<String, Double> byCode) {
    List<Reason> reasons = new ArrayList<>();
    byCode.forEach(
        (code, contribution) -> {
          if (!code.isEmpty() && contribution > 0) {
            reasons.add(new Reason(code, contribution));
          }
        });
    reasons.sort((a, b) -> Double.compare(b.contribution(), a.contribution()));
    return List.copyOf(reasons.subList(0, Math.min(MAX_REASONS, reasons.size())));
  }

  /** More than anybody reads. */
  static final int MAX_REASONS = 6;
}
