package io.flowshield.risk.simulation;

import io.flowshield.risk.custom.CustomSignals;
import java.util.Set;

/**
 * The values that a feature can have, so that a typing error is told and not judged.
 *
 * @param name the feature's
 * @param low least value
 * @param high greatest value
 */
record FeatureRange(String name, float low, float high) {
  /** Flags, shares and probabilities. */
  static final Set<String> SHARES =
      Set.of(
          "new_device",
          "new_network",
          "new_country",
          "new_browser",
          "tor_network",
          "vpn_network",
          "proxy_network",
          "data_centre",
          "deny_listed",
          "automated_client",
          "bot_timing",
          "sensitive_client",
          "sensitive_role",
          "new_language",
          "client_hint_mismatch",
          "direct_grant",
          "pointer_jumps",
          "focus_order",
          "disposable_email",
          "random_email",
          "generated_email",
          "name_agreement",
          "mixed_scripts",
          "homoglyph_name",
          "weak_password",
          "breached_password",
          "spam_text");

  /** Log-odds and log-likelihood ratios, either way. */
  static final Set<String> ODDS = Set.of("unlikely_login", "unfamiliar_typing");

  private static final float MOST_ODDS = 20;

  /** More than any count, number of days or speed that was ever recorded. */
  private static final float MOST = 1_000_000;

  static FeatureRange of(String name) {
    if (SHARES.contains(name) || name.startsWith(CustomSignals.PREFIX)) {
      return new FeatureRange(name, 0, 1);
    }
    return ODDS.contains(name)
        ? new FeatureRange(name, -MOST_ODDS, MOST_ODDS)
        : new FeatureRange(name, 0, MOST);
  }

  /**
   * The value as features have it.
   *
   * @throws IllegalArgumentException when it lies outside
   */
  float checked(double value) {
    if (value >= low && value <= high) {
      return (float) value;
    }
    throw new IllegalArgumentException(
        "%s is a number from %.0f to %.0f, or null when it is missing".formatted(name, low, high));
  }
}
