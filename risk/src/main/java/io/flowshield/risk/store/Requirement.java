package io.flowshield.risk.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is required of a user before anything else.
 *
 * @param kind what
 * @param since when it was set
 * @param until when it lapses; null: it stays until somebody lifts it
 * @param reason code, at most 60 of {@code A-Z 0-9 _}
 * @param setBy id of the user who set it
 */
public record Requirement(
    Kind kind, Instant since, @Nullable Instant until, String reason, String setBy) {

  /** What can be required. */
  public enum Kind {
    /** Sessions that began before have to sign in again. */
    REAUTHENTICATE,
    /** Another password, at the next login. */
    CHANGE_PASSWORD,
    /** Nothing helps: no login, and no token from an earlier one. */
    BLOCKED
  }

  /** Whether it has not lapsed. */
  public boolean isOpen(Instant now) {
    return until == null || now.isBefore(until);
  }

  /**
   * Whether it forbids to go on with a session.
   *
   * @param authenticated when its user last signed in, in whole seconds as Keycloak notes it. The
   *     second in which the requirement was set counts as after it: whoever obeys at once must not
   *     be asked again, and the sessions of before are ended when it is set
   */
  public boolean ends(Instant authenticated) {
    return switch (kind) {
      case BLOCKED -> true;
      case REAUTHENTICATE -> authenticated.isBefore(since.truncatedTo(ChronoUnit.SECONDS));
      case CHANGE_PASSWORD -> false;
    };
  }
}
