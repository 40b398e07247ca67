package io.flowshield.risk.session;

import java.time.Instant;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** When the user of a session last showed credentials. */
public final class SessionAge {
  private SessionAge() {}

  /** In whole seconds; the session's start when Keycloak has noted no login. */
  public static Instant authenticated(UserSessionModel session) {
    String noted = session.getNote(AuthenticationManager.AUTH_TIME);
    return Instant.ofEpochSecond(noted == null ? session.getStarted() : Long.parseLong(noted));
  }
}
