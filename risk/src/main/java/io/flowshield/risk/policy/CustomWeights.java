package io.flowshield.risk.policy;

import io.flowshield.risk.custom.CustomSignals;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.models.RealmModel;

/**
 * What a realm's administrator lets custom signals add to a score; read from {@code
 * flowshield.customSignals}, for example {@code outside-office-hours=1.5, other=0.5}. An entry that
 * is none of these counts as not set.
 *
 * @param byId log-odds in [0, {@link CustomSignals#MOST_UP}] that a signal moves at its strongest
 */
public record CustomWeights(Map<String, Double> byId) {
  private static final String NAME = "customSignals";

  public CustomWeights {
    byId = Map.copyOf(byId);
  }

  /** The weights of a realm. */
  public static CustomWeights of(RealmModel realm) {
    return read(new RealmSettings.Reader(realm::getAttribute));
  }

  static CustomWeights read(RealmSettings.Reader reader) {
    Map<String, Double> weights = new LinkedHashMap<>();
    boolean wrong = false;
    for (String entry : reader.text(NAME).split(",")) {
      if (!entry.isBlank()) {
        String[] pair = entry.split("=", 2);
        double weight = pair.length == 2 ? number(pair[1]) : Double.NaN;
        if (isWeight(weight)) {
          weights.put(pair[0].strip(), weight);
        } else {
          wrong = true;
        }
      }
    }
    return wrong ? reader.refused(NAME, new CustomWeights(weights)) : new CustomWeights(weights);
  }

  /** Whether a number can be a signal's weight. */
  public static boolean isWeight(double weight) {
    return weight >= 0 && weight <= CustomSignals.MOST_UP;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
