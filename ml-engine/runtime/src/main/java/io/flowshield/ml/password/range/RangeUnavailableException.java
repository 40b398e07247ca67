package io.flowshield.ml.password.range;

/** The service gave no answer that can be used; nothing is known of the password. */
public final class RangeUnavailableException extends Exception {
  private static final long serialVersionUID = 1;

  private final Cause reason;

  /** What went wrong. */
  public enum Cause {
    /** No complete answer in time. */
    SLOW,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** Another status than 200. */
    REFUSED,
    /** An answer that is not a list of suffixes and counts, or is too long. */
    GARBAGE
  }

  RangeUnavailableException(Cause reason, String message) {
    super(message);
    this.reason = reason;
  }

  RangeUnavailableException(Cause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** For the caller's circuit breaker and its figures. */
  public Cause reason() {
    return reason;
  }
}
