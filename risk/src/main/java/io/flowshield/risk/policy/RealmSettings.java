package io.flowshield.risk.policy;

import io.flowshield.risk.password.LeakedPassword;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * A realm's settings, with {@link ChallengeBudget}, {@link AlertSettings}, {@link SessionSettings},
 * {@link SharedSignalsSettings}, {@link AdaptiveSettings} and {@link CustomWeights} the only reader
 * of what {@link RealmSetting} lists. What is missing or out of range counts as its default, so
 * that a typing error cannot open or close a door.
 *
 * @param reportOnly true when decisions are recorded and nobody is challenged or refused
 * @param mediumThreshold login score in [0, 1] from which the level is MEDIUM
 * @param highThreshold login score in [0, 1] from which the level is HIGH
 * @param verifyThreshold registration score from which the level is MEDIUM
 * @param reviewThreshold registration score from which the saga holds for review
 * @param refuseThreshold registration score from which the form refuses
 * @param rollbackThreshold registration score from which a running saga rolls back
 * @param loginPrevalence share of fraud among logins in (0, 1)
 * @param registrationPrevalence share of fraud among registrations in (0, 1)
 * @param emailExpiry until an unverified registration is withdrawn
 * @param reviewTimeout until a review without a verdict counts as rejected
 * @param decisionRetentionDays age in days at which decisions are deleted
 */
public record RealmSettings(
    boolean reportOnly,
    double mediumThreshold,
    double highThreshold,
    double verifyThreshold,
    double reviewThreshold,
    double refuseThreshold,
    double rollbackThreshold,
    double loginPrevalence,
    double registrationPrevalence,
    Duration emailExpiry,
    Duration reviewTimeout,
    int decisionRetentionDays) {

  /** Client attribute that marks an application as sensitive. */
  private static final String SENSITIVE = "flowshield.sensitive";

  /** Client attribute: whom no model could judge needs a second factor. */
  private static final String FAIL_CLOSED = "flowshield.failClosed";

  /** Client attribute: decisions are recorded only. */
  private static final String REPORT_ONLY = "flowshield.reportOnly";

  /** A realm that set nothing. */
  public static final RealmSettings DEFAULTS = read(name -> null);

  /** The settings of a realm. */
  public static RealmSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  /** True when the administrator marked the application as sensitive. */
  public static boolean isSensitive(ClientModel client) {
    return Boolean.parseBoolean(client.getAttribute(SENSITIVE));
  }

  /** True when an attempt that no model could judge is to be challenged whatever the rules say. */
  public static boolean failsClosed(ClientModel client) {
    return Boolean.parseBoolean(client.getAttribute(FAIL_CLOSED));
  }

  /** True when nobody is challenged or refused who comes to this application. */
  public static boolean reportsOnly(ClientModel client) {
    return Boolean.parseBoolean(client.getAttribute(REPORT_ONLY));
  }

  /** Networks of which nothing that is known is evidence; empty when none are listed. */
  public static String allowedNetworks(RealmModel realm) {
    return RealmSetting.ALLOWED_NETWORKS.of(realm);
  }

  /** Networks from which nobody may come; empty when none are listed. */
  public static String deniedNetworks(RealmModel realm) {
    return RealmSetting.DENIED_NETWORKS.of(realm);
  }

  /** Roles whose holders deserve more caution: {@code role}, or {@code client/role}. */
  public static Set<String> sensitiveRoles(RealmModel realm) {
    return Arrays.stream(RealmSetting.SENSITIVE_ROLES.of(realm).split(","))
        .map(String::strip)
        .filter(role -> !role.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What a login with a leaked password leads to. */
  public static LeakedPassword leakedPassword(RealmModel realm) {
    return LeakedPassword.of(RealmSetting.LEAKED_PASSWORD.of(realm));
  }

  /** Whose typing and pointer may be looked at. */
  public static BehaviourCapture behaviourCapture(RealmModel realm) {
    return BehaviourCapture.of(RealmSetting.BEHAVIOUR_CAPTURE.of(realm));
  }

  /** How long a browser may stand in for a second factor; empty when none may. */
  public static Optional<Duration> trustedDeviceLife(RealmModel realm) {
    int days = new SettingValues(realm::getAttribute).whole(RealmSetting.TRUSTED_DEVICE_DAYS);
    return days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
  }

  /** Whether forms may ask for hints while somebody types; empty when nothing is set. */
  public static Optional<Boolean> liveHints(RealmModel realm) {
    return Optional.of(new SettingValues(realm::getAttribute).word(RealmSetting.LIVE_HINTS))
        .filter(value -> !value.isEmpty())
        .map(Boolean::valueOf);
  }

  /** Attributes whose values make no sense and so count as not set. */
  public static List<String> invalid(RealmModel realm) {
    return invalid(realm::getAttribute);
  }

  static List<String> invalid(Function<String, @Nullable String> attributes) {
    return new SettingValues(attributes)
        .ignored().keySet().stream().map(RealmSetting::attribute).toList();
  }

  static RealmSettings read(Function<String, @Nullable String> attributes) {
    SettingValues values = new SettingValues(attributes);
    return new RealmSettings(
        values.flag(RealmSetting.REPORT_ONLY),
        values.number(RealmSetting.MEDIUM_THRESHOLD),
        values.number(RealmSetting.HIGH_THRESHOLD),
        values.number(RealmSetting.VERIFY_THRESHOLD),
        values.number(RealmSetting.REVIEW_THRESHOLD),
        values.number(RealmSetting.REFUSE_THRESHOLD),
        values.number(RealmSetting.ROLLBACK_THRESHOLD),
        values.number(RealmSetting.LOGIN_PREVALENCE),
        values.number(RealmSetting.REGISTRATION_PREVALENCE),
        values.duration(RealmSetting.EMAIL_EXPIRY),
        values.duration(RealmSetting.REVIEW_TIMEOUT),
        values.clamped(RealmSetting.DECISION_RETENTION));
  }
}
