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
  private static final int PER_DAY = 3;
  private static final int MOST_PER_DAY = 100;
  private static final Duration LINK_LIFE = Duration.ofDays(7);

  /** A realm's. */
  public static AlertSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  static AlertSettings read(Function<String, @Nullable String> attributes) {
    return read(new RealmSettings.Reader(attributes));
  }

  static AlertSettings read(RealmSettings.Reader reader) {
    Set<String> on = reader.words("alert.on", Set.of(DEVICE, NETWORK, RISK));
    String level =
        reader.word(
            "alert.level",
            Set.of(RiskLevel.LOW.name(), RiskLevel.MEDIUM.name(), RiskLevel.HIGH.name()),
            RiskLevel.MEDIUM.name());
    return new AlertSettings(
        on.contains(DEVICE),
        on.contains(NETWORK),
        on.contains(RISK),
        RiskLevel.valueOf(level),
        reader.flag("alert.reportOnly"),
        (int) Math.min(reader.positive("alert.perDay", PER_DAY), MOST_PER_DAY),
        Duration.ofSeconds(reader.positive("alert.linkExpirySeconds", LINK_LIFE.toSeconds())));
  }

  /** True when there is a login of which somebody would be told. */
  public boolean isOn() {
    return newDevice || newNetwork || risk;
  }
}
