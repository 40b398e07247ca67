package io.flowshield.risk.policy;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Of which logins a realm's users are told by mail. Nobody is told of any until the realm says so.
 *
 * @param newDevice true: of logins from a device that the user has not used before
 * @param newNetwork true: of logins from a network of which nothing is known to the user
 * @param risk true: of logins whose level is at least {@code level}
 * @param level see {@code risk}
 * @param reportOnly true: also of logins that were judged in report-only mode
 * @param perDay most mails to a user in a day, UTC
 * @param linkLife how long the mail's link works
 */
public record AlertSettings(
    boolean newDevice,
    boolean newNetwork,
    boolean risk,
    RiskLevel level,
    boolean reportOnly,
    int perDay,
    Duration linkLife) {
  private static final String DEVICE = "device";
  private static final String NETWORK = "network";
  private static final String RISK = "risk";

  static final Set<String> KINDS = Set.of(DEVICE, NETWORK, RISK);
  static final Set<String> LEVELS =
      Set.of(RiskLevel.LOW.name(), RiskLevel.MEDIUM.name(), RiskLevel.HIGH.name());

  /** A realm's. */
  public static AlertSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  static AlertSettings read(Function<String, @Nullable String> attributes) {
    SettingValues values = new SettingValues(attributes);
    Set<String> on = values.words(RealmSetting.ALERT_ON);
    return new AlertSettings(
        on.contains(DEVICE),
        on.contains(NETWORK),
        on.contains(RISK),
        RiskLevel.valueOf(values.word(RealmSetting.ALERT_LEVEL)),
        values.flag(RealmSetting.ALERT_REPORT_ONLY),
        values.clamped(RealmSetting.ALERTS_PER_DAY),
        values.duration(RealmSetting.ALERT_LINK_EXPIRY));
  }

  /** True when there is a login of which somebody would be told. */
  public boolean isOn() {
    return newDevice || newNetwork || risk;
  }
}
