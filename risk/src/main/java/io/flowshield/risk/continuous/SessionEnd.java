package io.flowshield.risk.continuous;

import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.store.OwnTransaction;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;

/**
 * Ends sessions of a user as Keycloak's own logout does: applications and identity providers are
 * told, and the event {@code LOGOUT} reaches every listener, among them Keycloak's transmitter of
 * shared signals. Each session goes in a transaction of its own.
 */
public final class SessionEnd {
  private static final int MOST = 1_000;

  private final KeycloakSessionFactory factory;
  private final Clock clock;
  private final Losses losses;
  private final String realmId;
  private final String userId;

  public SessionEnd(
      KeycloakSessionFactory factory, Clock clock, Losses losses, String realmId, String userId) {
    this.factory = factory;
    this.clock = clock;
    this.losses = losses;
    this.realmId = realmId;
    this.userId = userId;
  }

  private record Target(String id, boolean offline) {}

  /** A session of a realm, with a browser or without. */
  static @Nullable UserSessionModel find(KeycloakSession session, RealmModel realm, String id) {
    UserSessionModel online = session.sessions().getUserSession(realm, id);
    return online != null ? online : session.sessions().getOfflineUserSession(realm, id);
  }

  /**
   * Ends sessions.
   *
   * @param sessionId one; null for all of the user's, whose tokens are worth nothing then
   * @param reason code that the event bears
   * @param request in whose name
   */
  public void end(@Nullable String sessionId, String reason, RememberedRequest request) {
    for (Target target : OwnTransaction.run(factory, session -> targets(session, sessionId))) {
      if (OwnTransaction.run(factory, session -> end(session, target, reason, request))) {
        losses.count(Losses.Kind.SESSIONS_ENDED);
      }
    }
  }

  private List<Target> targets(KeycloakSession session, @Nullable String sessionId) {
    List<Target> targets = new ArrayList<>();
    RealmModel realm = session.realms().getRealm(realmId);
    if (realm == null) {
      return targets;
    }
    session.getContext().setRealm(realm);
    UserModel user = session.users().getUserById(realm, userId);
    if (user == null) {
      return targets;
    }
    if (sessionId != null) {
      targets.add(new Target(sessionId, false));
      targets.add(new Target(sessionId, true));
      return targets;
    }
    session.users().setNotBeforeForUser(realm, user, (int) clock.instant().getEpochSecond());
    try (Stream<UserSessionModel> online = session.sessions().getUserSessionsStream(realm, user)) {
      online.limit(MOST).forEach(one -> targets.add(new Target(one.getId(), false)));
    }
    try (Stream<UserSessionModel> offline =
        session.sessions().getOfflineUserSessionsStream(realm, user)) {
      offline.limit(MOST).forEach(one -> targets.add(new Target(one.getId(), true)));
    }
    return targets;
  }

  private boolean end(
      KeycloakSession session, Target target, String reason, RememberedRequest request) {
    RealmModel realm = session.realms().getRealm(realmId);
    if (realm == null) {
      return false;
    }
    session.getContext().setHttpRequest(request);
    session.getContext().setRealm(realm);
    UserSessionModel found =
        target.offline()
            ? session.sessions().getOfflineUserSession(realm, target.id())
            : session.sessions().getUserSession(realm, target.id());
    if (found == null || found.getUser() == null || !found.getUser().getId().equals(userId)) {
      return false;
    }
    EventBuilder event =
        new EventBuilder(realm, session)
            .event(EventType.LOGOUT)
            .user(found.getUser())
            .session(found.getId())
            .detail(Details.REASON, reason);
    AuthenticationManager.backchannelLogout(session, found, true);
    event.success();
    return true;
  }
}
