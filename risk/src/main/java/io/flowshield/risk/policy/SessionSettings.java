package io.flowshield.risk.policy;

import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * What a realm wants done about sessions that turn risky after their login.
 *
 * @param mode whether they are looked at, and what follows
 * @param reauthenticate score in [0, 1] from which the user has to sign in again
 * @param revoke score in [0, 1] from which sessions are ended at once
 * @param actions sensitive actions of one user within the window that are too many
 * @param window how close together they are
 * @param networks different networks with sessions of one user at once that are too many
 */
public record SessionSettings(
    Mode mode, double reauthenticate, double revoke, int actions, Duration window, int networks) {
  static final Set<String> WORDS = Set.of("off", "report", "enforce");

  /** What continuous evaluation does. */
  public enum Mode {
    /** Nothing. */
    OFF,
    /** Decisions are recorded. */
    REPORT,
    /** Decisions are recorded and carried out. */
    ENFORCE
  }

  /** A realm's. */
  public static SessionSettings of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  /** Whether anything is looked at: the one question that is asked at every event. */
  public static boolean isOn(RealmModel realm) {
    return mode(new SettingValues(realm::getAttribute)) != Mode.OFF;
  }

  static SessionSettings read(Function<String, @Nullable String> attributes) {
    SettingValues values = new SettingValues(attributes);
    return new SessionSettings(
        mode(values),
        values.number(RealmSetting.REAUTHENTICATE_THRESHOLD),
        values.number(RealmSetting.REVOKE_THRESHOLD),
        values.clamped(RealmSetting.SENSITIVE_ACTIONS),
        values.duration(RealmSetting.SESSION_WINDOW),
        values.clamped(RealmSetting.SESSION_NETWORKS));
  }

  private static Mode mode(SettingValues values) {
    return switch (values.word(RealmSetting.SESSION_EVALUATION)) {
      case "report" -> Mode.REPORT;
      case "enforce" -> Mode.ENFORCE;
      default -> Mode.OFF;
    };
  }

  /**
   * Whether a decision is recorded only.
   *
   * @param client the application that the session was used by; null when it is not known
   */
  public boolean reportsOnly(RealmModel realm, @Nullable ClientModel client) {
    return mode != Mode.ENFORCE
        || RealmSettings.of(realm).reportOnly()
        || (client != null && RealmSettings.reportsOnly(client));
  }

  /** What follows from a score. */
  public RiskPolicy.Outcome outcome(double score) {
    if (score >= revoke) {
      return new RiskPolicy.Outcome(RiskLevel.HIGH, Action.DENY);
    }
    return score >= reauthenticate
        ? new RiskPolicy.Outcome(RiskLevel.MEDIUM, Action.CHALLENGE)
        : new RiskPolicy.Outcome(RiskLevel.LOW, Action.ALLOW);
  }
}
