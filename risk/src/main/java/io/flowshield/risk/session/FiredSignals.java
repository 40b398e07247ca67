package io.flowshield.risk.session;

import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.signal.Signal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Signals of one decision that fired: those that are among its reasons, and those whose own rule
 * speaks of risk although others weighed more.
 *
 * @param contributions log-odds that each added to the score, by code; 0 for one that is no reason
 */
public record FiredSignals(Map<String, Double> contributions) {
  private static final Pattern PAIR = Pattern.compile("[^=]+=-?\\d+(\\.\\d+)?");

  public FiredSignals {
    contributions = Map.copyOf(contributions);
  }

  /** Codes of all signals that judge logins, in alphabetical order. */
  public static List<String> codes() {
    return LoginFeatures.SET.signals().stream()
        .map(Signal::code)
        .filter(code -> !code.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  static FiredSignals of(RiskAssessment assessment) {
    Map<String, Double> fired = new LinkedHashMap<>();
    List<String> names = assessment.vector().schema().names();
    float[] values = assessment.vector().values();
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      LoginFeatures.SET
          .signal(names.get(i))
          .filter(
              signal -> !signal.code().isEmpty() && LoginFeatures.SET.logOdds(signal, value) > 0)
          .ifPresent(signal -> fired.put(signal.code(), 0.0));
    }
    for (Reason reason : assessment.reasons()) {
      fired.put(reason.code(), reason.contribution());
    }
    return new FiredSignals(fired);
  }

  /** Reads a note; what is no pair of code and number is left out. */
  public static FiredSignals parse(@Nullable String note) {
    Map<String, Double> fired = new LinkedHashMap<>();
    for (String pair : (note == null ? "" : note).split(",")) {
      if (PAIR.matcher(pair).matches()) {
        int equals = pair.indexOf('=');
        fired.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
      }
    }
    return new FiredSignals(fired);
  }

  /** Whether one of some signals fired and added at least so much. */
  public boolean anyOf(List<String> codes, double minimum) {
    return codes.stream()
        .map(contributions::get)
        .anyMatch(contribution -> contribution != null && contribution >= minimum);
  }

  @Override
  public String toString() {
    return contributions.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(fired -> String.format(Locale.ROOT, "%s=%.4f", fired.getKey(), fired.getValue()))
        .collect(Collectors.joining(","));
  }
}
