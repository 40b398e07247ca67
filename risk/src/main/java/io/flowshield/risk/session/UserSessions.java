package io.flowshield.risk.session;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** The sessions of a user, wherever they were opened. */
public final class UserSessions {
  private UserSessions() {}

  /**
   * Ends them all, offline ones too: what was issued before is worth nothing any more. Keycloak's
   * own "sign out all sessions" leaves offline sessions to the time before which no token counts,
   * and that has whole seconds: a token of the same second would live on.
   *
   * @param now tokens of earlier seconds are worthless, whatever became of their session
   * @return how many were open
   */
  public static int end(KeycloakSession session, RealmModel realm, UserModel user, Instant now) {
    session.users().setNotBeforeForUser(realm, user, (int) now.getEpochSecond());
    List<UserSessionModel> sessions =
        Stream.concat(
                session.sessions().getUserSessionsStream(realm, user),
                session.sessions().getOfflineUserSessionsStream(realm, user))
            .toList();
    for (UserSessionModel ended : sessions) {
      AuthenticationManager.backchannelLogout(session, ended, true);
    }
    return sessions.size();
  }
}
