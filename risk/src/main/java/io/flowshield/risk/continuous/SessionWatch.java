package io.flowshield.risk.continuous;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.counters.KeyedCounts;
import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.policy.SessionSettings;
import io.flowshield.risk.requirement.RequirementChanges;
import io.flowshield.risk.requirement.RiskReports;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.session.RiskContextFactory;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Looks at events of running sessions, in the request that made them: by what is at hand there, and
 * without a statement. Only what may be a reason to judge the session goes on, behind the request's
 * commit and off its thread. Thread-safe; memory is bounded, and what is forgotten is judged once
 * more.
 */
public final class SessionWatch {
  private static final int MOST_SEEN = 100_000;
  private static final Duration SEEN_KEPT = Duration.ofHours(12);

  private final Background background;
  private final RiskContextFactory contexts;
  private final SessionJudge judge;
  private final Clock clock;
  private final KeyedCounts actions = new KeyedCounts();

  /** Sessions with networks that they were judged in, or that their users showed credentials in. */
  private final Cache<String, Boolean> seen =
      Caffeine.newBuilder().maximumSize(MOST_SEEN).expireAfterAccess(SEEN_KEPT).build();

  public SessionWatch(
      Background background,
      RiskContextFactory contexts,
      RequirementChanges requirements,
      RiskReports reports,
      Losses losses,
      Clock clock) {
    this.background = background;
    this.contexts = contexts;
    this.judge = new SessionJudge(contexts, requirements, reports, losses, clock);
    this.clock = clock;
  }

  /** Takes an event of the session's request. */
  public void happened(KeycloakSession session, RealmModel realm, SessionEvent event) {
    if (!SessionSettings.isOn(realm)) {
      return;
    }
    SessionSettings settings = SessionSettings.of(realm);
    switch (event.kind()) {
      case SENSITIVE_ACTION -> acted(session, realm, event, settings);
      case LOGIN -> {
        if (isByCookie(session)) {
          used(session, realm, event);
        } else {
          began(session, realm, event);
        }
      }
      case TOKENS -> {
        // The server of an application asks for its tokens, wherever its users are.
        if (isOnTheUsersDevice(realm, event.clientId())) {
          used(session, realm, event);
        }
      }
    }
  }

  private void acted(
      KeycloakSession session, RealmModel realm, SessionEvent event, SessionSettings settings) {
    String user = realm.getId() + ' ' + event.userId();
    int count = actions.add(user, settings.window(), clock.instant());
    if (count >= settings.actions()) {
      actions.forget(user, settings.window());
      judge(session, realm, event, contexts.network(session, realm), count, false);
    }
  }

  private void began(KeycloakSession session, RealmModel realm, SessionEvent event) {
    Network network = contexts.network(session, realm);
    seen.put(seenKey(event, network), true);
    judge(session, realm, event, network, 0, true);
  }

  private void used(KeycloakSession session, RealmModel realm, SessionEvent event) {
    UserSessionModel used = find(session, realm, event.sessionId());
    if (used == null || used.getIpAddress() == null) {
      return;
    }
    Network network = contexts.network(session, realm);
    Network start = contexts.network(session, realm, used.getIpAddress());
    if (!network.prefix().equals(start.prefix())
        && seen.asMap().putIfAbsent(seenKey(event, network), true) == null) {
      judge(session, realm, event, network, 0, false);
    }
  }

  private void judge(
      KeycloakSession session,
      RealmModel realm,
      SessionEvent event,
      Network network,
      int actions,
      boolean began) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    SessionJudge.Question question =
        new SessionJudge.Question(
            realm.getId(),
            event,
            network,
            actions,
            began,
            clock.instant(),
            RememberedRequest.of(session));
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.SESSION_NOT_JUDGED,
                () -> judge.answer(factory, question),
                () -> seen.invalidate(seenKey(event, network))));
  }

  private static String seenKey(SessionEvent event, Network network) {
    return event.sessionId() + " " + network.prefix();
  }

  /** Whoever shows credentials is judged at the door; the session's note tells of cookies only. */
  private static boolean isByCookie(KeycloakSession session) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    return login != null && Boolean.parseBoolean(login.getAuthNote(AuthenticationManager.SSO_AUTH));
  }

  private static boolean isOnTheUsersDevice(RealmModel realm, @Nullable String clientId) {
    ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
    return client != null && client.isPublicClient();
  }

  /** The request has read it already. */
  private static @Nullable UserSessionModel find(
      KeycloakSession session, RealmModel realm, @Nullable String id) {
    UserSessionModel present = session.getContext().getUserSession();
    if (present != null && present.getId().equals(id)) {
      return present;
    }
    return id == null ? null : session.sessions().getUserSession(realm, id);
  }
}
