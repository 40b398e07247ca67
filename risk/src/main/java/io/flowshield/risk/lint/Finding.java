package io.flowshield.risk.lint;

/**
 * Something in a realm that an administrator should look at.
 *
 * @param code what it is
 * @param place where: a flow and its step, an attribute, or an option of the server
 * @param text what is wrong, and what comes of it
 * @param fix what to do
 */
public record Finding(Code code, String place, String text, String fix) {

  /** How bad it is. */
  public enum Severity {
    /** Worth knowing. */
    INFO,
    /** Weaker than it could be. */
    WARNING,
    /** A rule has no effect, or a door is open. */
    ERROR
  }

  /** What can be found. */
  public enum Code {
    NOT_BOUND(Severity.INFO),
    LOGIN_NOT_JUDGED(Severity.WARNING),
    REGISTRATION_NOT_JUDGED(Severity.WARNING),
    RESET_NOT_JUDGED(Severity.INFO),
    BROKER_NOT_JUDGED(Severity.INFO),
    REGISTRATION_JUDGED_TOO_EARLY(Severity.ERROR),
    PENDING_ACTION_OFF(Severity.ERROR),
    USER_UNKNOWN(Severity.ERROR),
    PASSWORD_UNKNOWN(Severity.WARNING),
    HIGH_NOT_DENIED(Severity.ERROR),
    MEDIUM_NOT_ANSWERED(Severity.WARNING),
    ENROLMENT_REACHABLE(Severity.ERROR),
    SAME_MAILBOX(Severity.WARNING),
    LEVEL_NEVER_SET(Severity.ERROR),
    LEVELS_EXCLUDE_EACH_OTHER(Severity.ERROR),
    SIGNAL_NOT_NAMED(Severity.ERROR),
    CONDITION_WITHOUT_EFFECT(Severity.ERROR),
    LISTENER_MISSING(Severity.ERROR),
    EVENTS_OFF(Severity.WARNING),
    BRUTE_FORCE_OFF(Severity.INFO),
    REPORT_ONLY(Severity.INFO),
    MEDIUM_EMPTY(Severity.WARNING),
    SETTING_INVALID(Severity.WARNING),
    MODEL_MISSING(Severity.WARNING),
    PROXY_HEADERS_IGNORED(Severity.WARNING),
    PROXY_HEADERS_OF_ANYBODY(Severity.WARNING);

    private final Severity severity;

    Code(Severity severity) {
      this.severity = severity;
    }

    public Severity severity() {
      return severity;
    }
  }
}
