package io.flowshield.risk.session;

import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** The sessions of a user, wherever they were opened. */
public final class UserSessions {
  private UserSessions() {}

  /**
   * Ends them all as Keycloak's own "sign out all sessions" does: what was issued before is worth
   * nothing any more, offline tokens included.
   *
   * @param now tokens of earlier seconds are worthless
   * @return how many were open
   */
  public static int end(KeycloakSession session, RealmModel realm, UserModel user, Instant now) {
    session.users().setNotBeforeForUser(realm, user, (int) now.getEpochSecond());
    List<UserSessionModel> sessions =
        session.sessions().getUserSessionsStream(realm, user).toList();
    for (UserSessionModel ended : sessions) {
      AuthenticationManager.backchannelLogout(
          session,
          realm,
          ended,
          session.getContext().getUri(),
          session.getContext().getConnection(),
          session.getContext().getHttpRequest().getHttpHeaders(),
          true);
    }
    return sessions.size();
  }
}
