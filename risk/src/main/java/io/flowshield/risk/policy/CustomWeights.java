package io.flowshield.risk.policy;

import io.flowshield.risk.custom.CustomSignals;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;

/**
 * What a realm's administrator lets custom signals add to a score; read from {@code
 * flowshield.customSignals}, for example {@code outside-office-hours=1.5, other=0.5}. An entry that
 * is none of these counts as not set.
 *
 * @param byId log-odds in [0, {@link CustomSignals#MOST_UP}] that a signal moves at its strongest
 */
public record CustomWeights(Map<String, Double> byId) {
  public CustomWeights {
    byId = Map.copyOf(byId);
  }

  /** The weights of a realm. */
  public static CustomWeights of(RealmModel realm) {
    return read(RealmSetting.CUSTOM_SIGNALS.of(realm));
  }

  static CustomWeights read(String text) {
    Map<String, Double> weights = new LinkedHashMap<>();
    entries(text).filter(CustomWeights::isReadable).forEach(entry -> put(weights, entry));
    return new CustomWeights(weights);
  }

  /** Whether every entry is a signal with a weight. */
  static boolean areReadable(String text) {
    return entries(text).allMatch(CustomWeights::isReadable);
  }

  private static Stream<String> entries(String text) {
    return Arrays.stream(text.split(",")).filter(entry -> !entry.isBlank());
  }

  private static boolean isReadable(String entry) {
    int equals = entry.indexOf('=');
    return equals >= 0 && isWeight(Range.number(entry.substring(equals + 1).strip()));
  }

  private static void put(Map<String, Double> weights, String entry) {
    int equals = entry.indexOf('=');
    weights.put(
        entry.substring(0, equals).strip(), Range.number(entry.substring(equals + 1).strip()));
  }

  /** Whether a number can be a signal's weight. */
  public static boolean isWeight(double weight) {
    return weight >= 0 && weight <= CustomSignals.MOST_UP;
  }
}
