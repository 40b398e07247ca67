package io.flowshield.risk.session;

import io.flowshield.ml.Reason;
import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskDecision;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.broker.provider.AbstractIdentityProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Where a decision stands in Keycloak's sessions, for conditions, pages and mappers. */
public final class DecisionNotes {
  /** Decision id: a note of the authentication session and of the user session. */
  public static final String DECISION = "flowshield.decision";

  /** Score, 0 to 1 with two decimals: a note of the user session, not in report-only mode. */
  public static final String SCORE = "flowshield.score";

  /**
   * Effective level (LOW, MEDIUM, HIGH): a note of the authentication session, and, but for
   * report-only mode, of the user session.
   */
  public static final String LEVEL = "flowshield.level";

  /** Reason codes, comma-separated, strongest first: noted where the level is. */
  public static final String REASONS = "flowshield.reasons";

  /**
   * Signals that fired, each with what it added to the score, as {@link FiredSignals} writes them:
   * a note of the authentication session, not in report-only mode.
   */
  public static final String SIGNALS = "flowshield.signals";

  /** Name of the {@link Door} that was judged: a note of the authentication session. */
  public static final String DOOR = "flowshield.door";

  /** Round trip in ms that the browser reported: a note of the authentication session. */
  private static final String ROUND_TRIP = "flowshield.roundTrip";

  /**
   * Event detail with a decision's id; in a failed login the only thing that tells a refusal from a
   * wrong password.
   */
  public static final String DECISION_DETAIL = "flowshield_decision";

  /** Whether the form's telemetry was used: a note of the authentication session. */
  private static final String CAPTURED = "flowshield.captured";

  /** Event detail with the kind of what is required of the user. */
  public static final String REQUIREMENT_DETAIL = "flowshield_requirement";

  /** Event detail that tells what part a trusted device had in a login: used, remembered. */
  public static final String TRUSTED_DEVICE_DETAIL = "flowshield_trusted_device";

  /** Required action of an account whose registration saga has not ended. */
  public static final String PENDING_ACTION = "flowshield-pending";

  /** Form field with what the capture script recorded. */
  public static final String TELEMETRY_FIELD = "flowshield_telemetry";

  private DecisionNotes() {}

  /** Notes a decision; the user session that follows carries what applications may be told. */
  public static void write(AuthenticationSessionModel session, RiskDecision decision) {
    session.setAuthNote(DECISION, decision.id());
    session.setAuthNote(DOOR, decision.door().name());
    session.setAuthNote(LEVEL, decision.effectiveLevel().name());
    String reasons =
        String.join(",", decision.assessment().reasons().stream().map(Reason::code).toList());
    session.setAuthNote(REASONS, reasons);
    session.setUserSessionNote(DECISION, decision.id());
    session.removeAuthNote(SIGNALS);
    // What applications are told may make them act, which report-only must not.
    if (!decision.reportOnly()) {
      session.setAuthNote(SIGNALS, FiredSignals.of(decision.assessment()).toString());
      session.setUserSessionNote(
          SCORE, String.format(Locale.ROOT, "%.2f", decision.assessment().score()));
      session.setUserSessionNote(LEVEL, decision.level().name());
      session.setUserSessionNote(REASONS, reasons);
    }
  }

  /** Notes the way to the server as the form measured it: it is learnt when the login completes. */
  public static void writeRoundTrip(@Nullable AuthenticationSessionModel session, double millis) {
    if (session != null && Double.isNaN(millis)) {
      session.removeAuthNote(ROUND_TRIP);
    } else if (session != null) {
      session.setAuthNote(ROUND_TRIP, Double.toString(millis));
    }
  }

  /** The noted round trip in ms; NaN when there is none. */
  public static double roundTripMillis(@Nullable AuthenticationSessionModel session) {
    String noted = session == null ? null : session.getAuthNote(ROUND_TRIP);
    return noted == null ? Double.NaN : Double.parseDouble(noted);
  }

  /** The door at which this login was judged; empty when it was not. */
  public static Optional<Door> door(@Nullable AuthenticationSessionModel session) {
    String noted = session == null ? null : session.getAuthNote(DOOR);
    return Arrays.stream(Door.values()).filter(door -> door.name().equals(noted)).findFirst();
  }

  /** True when the login has made the account itself, for somebody from an identity provider. */
  public static boolean isNewAccount(@Nullable AuthenticationSessionModel session) {
    return session != null
        && Boolean.parseBoolean(
            session.getAuthNote(AbstractIdentityProvider.BROKER_REGISTERED_NEW_USER));
  }

  /** Notes whether the user's behaviour may be captured. */
  public static void writeCaptured(@Nullable AuthenticationSessionModel session, boolean captured) {
    if (session != null) {
      session.setAuthNote(CAPTURED, Boolean.toString(captured));
    }
  }

  /** Whether the user's behaviour may be captured, as noted when the login was judged. */
  public static boolean captured(@Nullable AuthenticationSessionModel session) {
    return session != null && Boolean.parseBoolean(session.getAuthNote(CAPTURED));
  }

  /** The noted reason codes, strongest first; empty when there are none. */
  public static List<String> reasons(AuthenticationSessionModel session) {
    String codes = session.getAuthNote(REASONS);
    return codes == null || codes.isEmpty() ? List.of() : List.of(codes.split(","));
  }
}
