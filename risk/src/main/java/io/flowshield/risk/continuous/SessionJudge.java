package io.flowshield.risk.continuous;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.counters.KeyedCounts;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.policy.SessionSettings;
import io.flowshield.risk.requirement.RequirementChanges;
import io.flowshield.risk.requirement.RiskReports;
import io.flowshield.risk.session.RiskContextFactory;
import io.flowshield.risk.session.SessionAge;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.ProfileStore;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Judges running sessions, in transactions of its own: records what is at least of medium risk, and
 * carries it out unless it is to be reported only. A user's decisions are recorded ten times an
 * hour at most; they are carried out however many there are.
 */
final class SessionJudge {
  /** Reason of a requirement and of a logout. */
  static final String REASON = "SESSION_RISK";

  /** Who required it, where administrators have their ids. */
  static final String SET_BY = "flowshield";

  private static final int MOST_SESSIONS = 200;
  private static final int MOST_ROWS = 10;
  private static final Duration HOUR = Duration.ofHours(1);

  private final RiskContextFactory contexts;
  private final RequirementChanges requirements;
  private final RiskReports reports;
  private final Losses losses;
  private final Clock clock;
  private final KeyedCounts rows = new KeyedCounts();

  SessionJudge(
      RiskContextFactory contexts,
      RequirementChanges requirements,
      RiskReports reports,
      Losses losses,
      Clock clock) {
    this.contexts = contexts;
    this.requirements = requirements;
    this.reports = reports;
    this.losses = losses;
    this.clock = clock;
  }

  /**
   * What is asked.
   *
   * @param network from which the session is used
   * @param actions sensitive actions of the user that are too many; 0 when they are not
   * @param began true when the session has just begun, so that the user has one more
   * @param request what the session was used by
   */
  record Question(
      String realmId,
      SessionEvent event,
      Network network,
      int actions,
      boolean began,
      Instant time,
      RememberedRequest request) {}

  /**
   * What is to be ended.
   *
   * @param sessionId one session; null for all of the user's
   */
  private record End(@Nullable String sessionId) {}

  void answer(KeycloakSessionFactory factory, Question question) {
    Optional<End> end;
    try {
      end = OwnTransaction.run(factory, session -> judge(session, question));
    } catch (PersistenceException e) {
      // Somebody set the first requirement of this user at the same time.
      end = OwnTransaction.run(factory, session -> judge(session, question));
    }
    end.ifPresent(
        wanted ->
            new SessionEnd(factory, clock, losses, question.realmId(), question.event().userId())
                .end(wanted.sessionId(), REASON, question.request()));
  }

  private Optional<End> judge(KeycloakSession session, Question question) {
    RealmModel realm = session.realms().getRealm(question.realmId());
    if (realm == null) {
      return Optional.empty();
    }
    session.getContext().setRealm(realm);
    UserModel user = session.users().getUserById(realm, question.event().userId());
    if (user == null) {
      return Optional.empty();
    }
    SessionSettings settings = SessionSettings.of(realm);
    String clientId = question.event().clientId();
    ClientModel client = clientId == null ? null : realm.getClientByClientId(clientId);
    Optional<Requirement> required =
        new RequirementStore(session)
            .find(realm.getId(), user.getId())
            .filter(found -> found.isOpen(clock.instant()));
    RiskAssessment assessment = assess(session, realm, user, question, settings, required);
    losses.count(Losses.Kind.SESSIONS_JUDGED);
    RiskPolicy.Outcome outcome =
        question.network().listing() == Network.Listing.DENIED
            ? RiskPolicy.DENIED
            : settings.outcome(assessment.score());
    if (outcome.action() == Action.ALLOW) {
      return Optional.empty();
    }
    boolean reportOnly = settings.reportsOnly(realm, client);
    record(session, row(question, assessment, outcome, reportOnly));
    if (required.isPresent()) {
      reports.running(session, realm.getId(), user.getId(), assessment);
    }
    return reportOnly
        ? Optional.empty()
        : carryOut(session, realm, question, outcome.action(), required);
  }

  private RiskAssessment assess(
      KeycloakSession session,
      RealmModel realm,
      UserModel user,
      Question question,
      SessionSettings settings,
      Optional<Requirement> required) {
    LoginProfile profile =
        connection(session)
            .doReturningWork(
                connection -> ProfileStore.profile(connection, realm.getId(), user.getId()));
    return SessionRisk.assess(
        start(session, realm, question.event().sessionId()),
        question.network(),
        question.time(),
        profile,
        new SessionRisk.Load(question.actions(), settings.actions()),
        question.began()
            ? new SessionRisk.Load(networks(session, realm, user, required), settings.networks())
            : SessionRisk.Load.NONE);
  }

  private SessionRisk.@Nullable Start start(
      KeycloakSession session, RealmModel realm, @Nullable String id) {
    UserSessionModel found = id == null ? null : SessionEnd.find(session, realm, id);
    return found == null || found.getIpAddress() == null
        ? null
        : new SessionRisk.Start(
            contexts.network(session, realm, found.getIpAddress()),
            Instant.ofEpochSecond(found.getStarted()));
  }

  /** From how many networks the user has sessions that are not to sign in again already. */
  private int networks(
      KeycloakSession session, RealmModel realm, UserModel user, Optional<Requirement> required) {
    Set<String> prefixes = new HashSet<>();
    try (Stream<UserSessionModel> open = session.sessions().getUserSessionsStream(realm, user)) {
      open.limit(MOST_SESSIONS)
          .filter(
              one ->
                  one.getIpAddress() != null
                      && required
                          .filter(found -> found.ends(SessionAge.authenticated(one)))
                          .isEmpty())
          .map(one -> contexts.network(session, realm, one.getIpAddress()))
          .filter(network -> !SessionRisk.isNeutral(network))
          .forEach(network -> prefixes.add(network.prefix()));
    }
    return prefixes.size();
  }

  private void record(KeycloakSession session, Decision decision) {
    String user = decision.realmId() + ' ' + decision.userId();
    if (rows.add(user, HOUR, decision.time()) <= MOST_ROWS) {
      connection(session).doWork(connection -> DecisionStore.insert(connection, decision));
    }
  }

  private static Session connection(KeycloakSession session) {
    return session
        .getProvider(JpaConnectionProvider.class)
        .getEntityManager()
        .unwrap(Session.class);
  }

  private static Decision row(
      Question question,
      RiskAssessment assessment,
      RiskPolicy.Outcome outcome,
      boolean reportOnly) {
    Network network = question.network();
    return new Decision(
        UUID.randomUUID().toString(),
        question.realmId(),
        question.event().userId(),
        question.time(),
        Door.SESSION,
        question.event().clientId(),
        assessment.score(),
        outcome.level(),
        outcome.action(),
        reportOnly,
        assessment.reasons(),
        assessment.model(),
        assessment.modelVersion(),
        null,
        assessment.vector(),
        assessment.latencyMicros(),
        network.addressKey(),
        network.prefix(),
        network.kind());
  }

  /**
   * A stolen session is ended alone; what its user does or how many sessions there are concerns
   * them all. What an administrator has required already stays in force; the session cannot have
   * both, so it ends.
   */
  private Optional<End> carryOut(
      KeycloakSession session,
      RealmModel realm,
      Question question,
      Action action,
      Optional<Requirement> required) {
    boolean other =
        required.filter(found -> found.kind() != Requirement.Kind.REAUTHENTICATE).isPresent();
    if (action == Action.DENY || other) {
      boolean alone = question.actions() == 0 && !question.began();
      return Optional.of(new End(alone ? question.event().sessionId() : null));
    }
    Instant since = SessionAge.after(clock.instant());
    requirements.set(
        session,
        realm.getId(),
        question.event().userId(),
        new Requirement(
            Requirement.Kind.REAUTHENTICATE,
            since,
            since.plus(SessionAge.longest(realm)),
            REASON,
            SET_BY));
    return Optional.empty();
  }
}
