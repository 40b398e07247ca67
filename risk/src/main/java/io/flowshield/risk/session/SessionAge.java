package io.flowshield.risk.session;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/** When the user of a session last showed credentials. */
public final class SessionAge {
  private SessionAge() {}

  /**
   * From when on a session is new enough to go on. Sessions are as old as the second in which they
   * began: the present one is still too old.
   */
  public static Instant after(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  /** After that no session of now is left that could go on. */
  public static Duration longest(RealmModel realm) {
    return Duration.ofSeconds(
        Stream.of(
                realm.getSsoSessionMaxLifespan(),
                realm.getSsoSessionMaxLifespanRememberMe(),
                realm.getOfflineSessionIdleTimeout())
            .mapToLong(Integer::longValue)
            .max()
            .orElse(0));
  }

  /** In whole seconds; the session's start when Keycloak has noted no login. */
  public static Instant authenticated(UserSessionModel session) {
    String noted = session.getNote(AuthenticationManager.AUTH_TIME);
    return Instant.ofEpochSecond(noted == null ? session.getStarted() : Long.parseLong(noted));
  }
}
