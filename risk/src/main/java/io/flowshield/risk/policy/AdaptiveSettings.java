package io.flowshield.risk.policy;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * What the watch over users does of whom something is required. Nobody is blocked by it until the
 * realm says so.
 *
 * @param blockThreshold risk in [0, 1] from which a user is blocked while a review lasts; above 1
 *     for never
 * @param halfLife after which half of a risk is left
 * @param reviewTimeout until a review without a verdict ends, and its block with it
 */
public record AdaptiveSettings(double blockThreshold, Duration halfLife, Duration reviewTimeout) {
  /** A threshold that no risk reaches. */
  public static final double NEVER = 2;

  /** A realm's. */
  public static AdaptiveSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  static AdaptiveSettings read(Function<String, @Nullable String> attributes) {
    SettingValues values = new SettingValues(attributes);
    return new AdaptiveSettings(
        values.isSet(RealmSetting.BLOCK_THRESHOLD)
            ? values.number(RealmSetting.BLOCK_THRESHOLD)
            : NEVER,
        values.duration(RealmSetting.RISK_HALF_LIFE),
        values.duration(RealmSetting.RISK_REVIEW_TIMEOUT));
  }
}
