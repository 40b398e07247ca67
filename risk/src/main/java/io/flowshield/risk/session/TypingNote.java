package io.flowshield.risk.session;

import io.flowshield.ml.behaviour.TypingBaseline;
import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.telemetry.Telemetry;
import org.jspecify.annotations.Nullable;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * How the password was typed, from the form until the login completes: a second factor may lie
 * between them, and nothing is learnt of a login that nobody completes. Lives in the authentication
 * session only, in the coarse times of a {@link TypingBaseline}, and ends with it.
 */
public final class TypingNote {
  private static final String NOTE = "flowshield.typing";

  private TypingNote() {}

  /** Notes what was typed now; what was typed before no longer counts. */
  public static void write(@Nullable AuthenticationSessionModel session, Telemetry telemetry) {
    if (session == null) {
      return;
    }
    TypingSample typed = TypingHabits.typed(telemetry);
    if (typed == null) {
      session.removeAuthNote(NOTE);
    } else {
      session.setAuthNote(NOTE, TypingBaseline.first(typed).encoded());
    }
  }

  /** What was typed; null when nothing was, or nothing that tells a person. Asked once. */
  public static @Nullable TypingSample take(@Nullable AuthenticationSessionModel session) {
    String note = session == null ? null : session.getAuthNote(NOTE);
    if (session == null || note == null) {
      return null;
    }
    session.removeAuthNote(NOTE);
    TypingBaseline typed = TypingBaseline.decoded(note);
    return typed == null ? null : typed.typings().get(0);
  }

  /** The password that was typed is no longer the user's. */
  public static void forget(@Nullable AuthenticationSessionModel session) {
    if (session != null) {
      session.removeAuthNote(NOTE);
    }
  }
}
