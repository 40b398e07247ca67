package io.flowshield.risk.policy;

import io.flowshield.risk.password.LeakedPassword;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.keycloak.models.RealmModel;

/**
 * The settings of a realm: names, bounds and defaults of the realm attributes {@code flowshield.*},
 * once for whoever reads, sets, documents or lints them.
 */
public enum RealmSetting {
  REPORT_ONLY(
      "reportOnly",
      Range.flag(),
      "false",
      "`true`: decide, store and explain, but let everybody pass"),
  MEDIUM_THRESHOLD(
      "login.mediumThreshold",
      Range.share(),
      "0.30",
      "login score in [0, 1] from which a second factor is asked for"),
  HIGH_THRESHOLD(
      "login.highThreshold",
      Range.share(),
      "0.85",
      "login score in [0, 1] from which the login is denied"),
  CHALLENGE_BUDGET(
      "login.challengeBudget",
      Range.share(ChallengeBudget.MOST_SHARE),
      "",
      "share of logins to [challenge at most](policy.md#challenge-budget), above 0 and up to 0.5:"
          + " the medium threshold follows the scores"),
  CHALLENGE_BUDGET_FLOOR(
      "login.challengeBudgetFloor",
      Range.share(),
      "0.10",
      "lowest score that a budget may challenge from"),
  CHALLENGE_BUDGET_CEILING(
      "login.challengeBudgetCeiling",
      Range.share(),
      "0.60",
      "highest score that it may challenge from"),
  CHALLENGE_BUDGET_MINIMUM(
      "login.challengeBudgetMinimum",
      Range.whole(100, Integer.MAX_VALUE),
      "500",
      "completed logins below which the medium threshold stays as set"),
  VERIFY_THRESHOLD(
      "registration.verifyThreshold",
      Range.share(),
      "0.30",
      "registration score from which the level is medium"),
  REVIEW_THRESHOLD(
      "registration.reviewThreshold",
      Range.share(),
      "0.60",
      "registration score from which an administrator has to decide"),
  ROLLBACK_THRESHOLD(
      "registration.rollbackThreshold",
      Range.share(),
      "0.80",
      "score from which a running registration is rolled back"),
  REFUSE_THRESHOLD(
      "registration.refuseThreshold",
      Range.share(),
      "0.85",
      "registration score from which the form is refused"),
  LOGIN_PREVALENCE(
      "prevalence.login",
      Range.prevalence(),
      "0.01",
      "your guess of the share of fraud among logins: scores are calibrated to it"),
  REGISTRATION_PREVALENCE(
      "prevalence.registration", Range.prevalence(), "0.05", "the same among registrations"),
  EMAIL_EXPIRY(
      "registration.emailExpirySeconds",
      Range.seconds(),
      "86400",
      "time to confirm the address; then the account is withdrawn"),
  REVIEW_TIMEOUT(
      "registration.reviewTimeoutSeconds",
      Range.seconds(),
      "259200",
      "time for a review; then it counts as rejected"),
  ALLOWED_NETWORKS(
      "network.allow",
      Range.networks(),
      "",
      "trusted networks: what is known of them (country, kind, reputation) is no evidence, as with"
          + " private addresses"),
  DENIED_NETWORKS(
      "network.deny",
      Range.networks(),
      "",
      "networks from which every login and registration is refused; beats the allow list;"
          + " report-only mode still lets them pass"),
  SENSITIVE_ROLES(
      "sensitiveRoles",
      Range.roles(),
      "",
      "roles whose holders deserve more caution, `role` or `client/role`, separated by commas;"
          + " roles that administer a realm always count"),
  LEAKED_PASSWORD(
      "login.breachedPassword",
      Range.word(LeakedPassword.WORDS),
      "off",
      "what a login with a [leaked password](password.md#where-it-counts) leads to: `off`,"
          + " `report` (the decision says so) or `change` (a new password besides)"),
  CUSTOM_SIGNALS(
      "customSignals",
      Range.weights(),
      "",
      "weights of [your own signals](custom-signals.md), for example `outside-office-hours=1.5,"
          + " other=0.5`; each 0 to 3"),
  BEHAVIOUR_CAPTURE(
      "behaviourCapture",
      Range.word(BehaviourCapture.WORDS),
      "on",
      "whose typing and pointer are looked at: `on`, `consent` (theirs who agreed) or `off`"
          + " ([privacy](privacy.md#consent-and-an-off-switch)); anything else counts as `off`"),
  LIVE_HINTS(
      "liveHints",
      Range.flag(),
      "",
      "`true`: forms may ask for [hints](password.md#where-it-counts) while somebody types;"
          + " `false`: nobody may; not set: where the realm's registration form has our step"),
  ALERT_ON(
      "alert.on",
      Range.words(AlertSettings.KINDS),
      "",
      "of which completed logins users are told [by mail](alerts.md): `device`, `network`,"
          + " `risk`, separated by commas"),
  ALERT_LEVEL(
      "alert.level",
      Range.word(AlertSettings.LEVELS),
      "MEDIUM",
      "level from which `risk` counts: `LOW`, `MEDIUM` or `HIGH`"),
  ALERTS_PER_DAY(
      "alert.perDay", Range.whole(1, 100), "3", "most such mails to a user in a day (UTC)"),
  ALERT_LINK_EXPIRY(
      "alert.linkExpirySeconds",
      Range.seconds(),
      "604800",
      "how long the mail's link \"it was not me\" works"),
  ALERT_REPORT_ONLY(
      "alert.reportOnly",
      Range.flag(),
      "false",
      "`true`: also of logins that were judged in report-only mode"),
  TRUSTED_DEVICE_DAYS(
      "trustedDevice.days",
      Range.whole(0, 365),
      "0",
      "how many days a browser may be [remembered](flows.md#remembered-browsers) after a second"
          + " factor; `0`: not at all"),
  SESSION_EVALUATION(
      "session.evaluation",
      Range.word(SessionSettings.WORDS),
      "off",
      "whether [running sessions](sessions.md) are looked at: `off`, `report` (decisions are"
          + " recorded) or `enforce`"),
  REAUTHENTICATE_THRESHOLD(
      "session.reauthenticateThreshold",
      Range.share(),
      "0.30",
      "session score in [0, 1] from which the user has to sign in again"),
  REVOKE_THRESHOLD(
      "session.revokeThreshold",
      Range.share(),
      "0.85",
      "session score in [0, 1] from which sessions are ended"),
  SENSITIVE_ACTIONS(
      "session.sensitiveActions",
      Range.whole(2, 1_000),
      "6",
      "sensitive actions of a user within the window that are too many"),
  SESSION_WINDOW("session.windowSeconds", Range.seconds(86_400), "600", "that window"),
  SESSION_NETWORKS(
      "session.networks",
      Range.whole(2, 1_000),
      "4",
      "networks with sessions of a user at once that are too many"),
  SHARED_SIGNALS_MODE(
      "ssf.mode",
      Range.word(SharedSignalsSettings.WORDS),
      "off",
      "whether [security events](sessions.md#in) of another party are taken: `off`, `report`"
          + " (they are recorded) or `enforce`; needs the next three"),
  SHARED_SIGNALS_ISSUER(
      "ssf.issuer", Range.text(), "", "who issues them, as it stands in the tokens"),
  SHARED_SIGNALS_JWKS_URL(
      "ssf.jwksUrl",
      Range.url(),
      "",
      "where the issuer's keys are; `https`, or `http` on this machine"),
  SHARED_SIGNALS_AUDIENCE(
      "ssf.audience", Range.text(), "", "what stands in the tokens for this realm"),
  SHARED_SIGNALS_AUTHORIZATION(
      "ssf.authorization",
      Range.secret(),
      "",
      "what the header `Authorization` must be, or `${vault.name}`; not set: the signature is"
          + " enough"),
  SHARED_SIGNALS_MAX_AGE(
      "ssf.maxAgeSeconds",
      Range.seconds(SharedSignalsSettings.OLDEST.toSeconds()),
      "86400",
      "age up to which tokens are taken"),
  BLOCK_THRESHOLD(
      "adaptive.blockThreshold",
      Range.share(),
      "",
      "risk in [0, 1] from which a user of whom something is required already is blocked [until an"
          + " administrator has looked](temporal.md#users-of-whom-something-is-required); none:"
          + " nobody is"),
  RISK_HALF_LIFE(
      "adaptive.halfLifeSeconds",
      Range.seconds(),
      "86400",
      "after which half of such a risk is left"),
  RISK_REVIEW_TIMEOUT(
      "adaptive.reviewTimeoutSeconds",
      Range.seconds(),
      "259200",
      "until a review of such a risk ends without a verdict, and its block with it"),
  DECISION_RETENTION(
      "decisionRetentionDays", Range.whole(1, 36_500), "365", "age at which decisions are deleted");

  private static final String PREFIX = "flowshield.";
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

  private final String key;
  private final Range range;
  private final String otherwise;
  private final String description;

  RealmSetting(String key, Range range, String otherwise, String description) {
    this.key = key;
    this.range = range;
    this.otherwise = otherwise;
    this.description = description;
  }

  /** The setting of a name without {@code flowshield.}; empty when there is none. */
  public static Optional<RealmSetting> named(String key) {
    return List.of(values()).stream().filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** Its name without {@code flowshield.}. */
  public String key() {
    return key;
  }

  /** The realm attribute. */
  public String attribute() {
    return PREFIX + key;
  }

  /** What it may be. */
  public Range range() {
    return range;
  }

  /** What counts when it is not set; empty when that is no value. */
  public String otherwise() {
    return otherwise;
  }

  /** What it does, in Markdown whose links start from the folder {@code docs}. */
  public String markdown() {
    return description;
  }

  /** The same as plain text. */
  public String description() {
    return LINK.matcher(description).replaceAll("$1").replace("`", "");
  }

  /** What a realm has set, without blanks around it; empty when nothing. */
  public String of(RealmModel realm) {
    String value = realm.getAttribute(attribute());
    return value == null ? "" : value.strip();
  }
}
