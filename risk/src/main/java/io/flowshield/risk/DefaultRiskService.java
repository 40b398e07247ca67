package io.flowshield.risk;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.ml.telemetry.TelemetryParser;
import io.flowshield.risk.continuous.SessionEvent;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.BehaviourCapture;
import io.flowshield.risk.policy.ChallengeBudget;
import io.flowshield.risk.policy.CustomWeights;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.session.CaptureCookie;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.TypingNote;
import io.flowshield.risk.store.CaptureChoiceStore;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Guard;
import io.flowshield.risk.store.ProfileStore;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import io.flowshield.risk.store.TrustedDeviceStore;
import io.flowshield.risk.trust.StoredDevices;
import io.flowshield.risk.trust.TrustedDevices;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** Facts, engine, policy, storage: one attempt from one end to the other. */
final class DefaultRiskService implements RiskService {
  private static final Logger LOG = Logger.getLogger(DefaultRiskService.class);
  private static final FeatureVector NOTHING =
      new FeatureVector(new FeatureSchema("none", 0, List.of()), new float[0]);

  private final KeycloakSession session;
  private final RiskNode node;
  private final Map<String, Form> forms = new HashMap<>();
  private final Map<String, Optional<Requirement>> requirements = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private boolean leakedPassword;
  private @Nullable Long judgedSince;

  /** What a registration's decision was taken on, until there is a user to store it for. */
  private record Form(Instant time, Network network, String clientId, String locale) {}

  DefaultRiskService(KeycloakSession session, RiskNode node) {
    this.session = session;
    this.node = node;
  }

  @Override
  public boolean isEnabled() {
    return node.enabled();
  }

  @Override
  public RiskDecision assessLogin(
      RealmModel realm,
      ClientModel client,
      UserModel user,
      Door door,
      @Nullable String telemetry,
      boolean reportOnly) {
    if (!node.enabled()) {
      return pass(door);
    }
    long begun = System.nanoTime();
    judgedSince = begun;
    RiskPolicy policy = policy(realm, client, reportOnly);
    try {
      return login(realm, client, user, door, parse(telemetry), policy);
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.ASSESSMENT_FAILED, e);
      return policy.decide(newId(), door, unjudged("FAILED"));
    } finally {
      node.refusals().judged(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private RiskDecision login(
      RealmModel realm,
      ClientModel client,
      UserModel user,
      Door door,
      Telemetry telemetry,
      RiskPolicy policy) {
    String realmId = realm.getId();
    String userId = user.getId();
    RiskContext facts =
        node.contexts().login(session, realm, client, user, door, Population.EMPTY, telemetry);
    RiskDecision[] taken = new RiskDecision[1];
    boolean[] captured = new boolean[1];
    try {
      Guard.run(
          session,
          connection -> {
            requirements.put(userId, required(connection, realmId, userId));
            captured[0] = captured(realm, connection, userId);
            RiskContext known = known(connection, realmId, userId, facts);
            RiskDecision decision =
                judge(realm, policy, user, captured[0] ? known : known.withoutTelemetry());
            taken[0] = decision;
            DecisionStore.insert(
                connection, row(realmId, owner(userId, decision), facts, withPassword(decision)));
            return decision;
          });
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.DECISION_NOT_STORED, e);
    }
    node.losses().count(Losses.Kind.DECISIONS);
    noteBehaviour(captured[0], captured[0] ? telemetry : Telemetry.ABSENT);
    RiskDecision decision =
        taken[0] == null ? judge(realm, policy, user, facts.withoutTelemetry()) : taken[0];
    node.signals().count(realmId, decision.assessment().vector());
    reportRisk(realmId, userId, decision);
    return decision;
  }

  /** Tells of at least medium risk whoever watches over a user of whom something is required. */
  private void reportRisk(String realmId, String userId, RiskDecision decision) {
    boolean watched =
        requirements
            .getOrDefault(userId, Optional.empty())
            .filter(required -> required.isOpen(node.clock().instant()))
            .isPresent();
    if (watched && decision.level() != RiskLevel.LOW) {
      node.reports().login(session, realmId, userId, decision.assessment());
    }
  }

  /** Nobody's, when the account is refused that the login has made: it goes, the decision stays. */
  private @Nullable String owner(String userId, RiskDecision decision) {
    return decision.door() == Door.FIRST_BROKER_LOGIN
            && decision.effectiveAction() == Action.DENY
            && DecisionNotes.isNewAccount(session.getContext().getAuthenticationSession())
        ? null
        : userId;
  }

  /** What is learnt when the login completes. */
  private void noteBehaviour(boolean captured, Telemetry telemetry) {
    AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
    DecisionNotes.writeCaptured(login, captured);
    DecisionNotes.writeRoundTrip(login, telemetry.roundTripMillis());
    TypingNote.write(login, telemetry);
  }

  /** Whether the user's behaviour may be looked at; where that cannot be read, it is not. */
  private boolean captured(RealmModel realm, Connection connection, String userId)
      throws SQLException {
    BehaviourCapture setting = RealmSettings.behaviourCapture(realm);
    try {
      return setting != BehaviourCapture.OFF
          && setting.allows(CaptureChoiceStore.read(connection, realm.getId(), userId));
    } catch (SQLException | RuntimeException e) {
      node.losses().count(Losses.Kind.CAPTURE_CHOICE_NOT_READ, e);
      Guard.rewind(connection);
      return false;
    }
  }

  /** What is required of the user, whom it is asked of soon; what cannot be read is nothing. */
  private Optional<Requirement> required(Connection connection, String realmId, String userId)
      throws SQLException {
    try {
      return RequirementStore.read(connection, realmId, userId);
    } catch (SQLException | RuntimeException e) {
      node.losses().count(Losses.Kind.REQUIREMENT_NOT_READ, e);
      Guard.rewind(connection);
      return Optional.empty();
    }
  }

  /** Adds what was learnt; a profile that cannot be read is a cold start. */
  private RiskContext known(Connection connection, String realmId, String userId, RiskContext facts)
      throws SQLException {
    LoginProfile profile = LoginProfile.EMPTY;
    Population population = node.populations().find(realmId).orElse(Population.EMPTY);
    try {
      profile = ProfileStore.profile(connection, realmId, userId);
      if (!node.populations().knows(realmId)) {
        population = node.populations().keep(realmId, ProfileStore.population(connection, realmId));
      }
    } catch (SQLException | RuntimeException e) {
      node.losses().count(Losses.Kind.PROFILE_NOT_READ, e);
      Guard.rewind(connection);
    }
    return facts.with(profile, population);
  }

  @Override
  public Optional<PasswordAssessment> assessPassword(
      RealmModel realm, CharSequence password, RegistrationFacts form) {
    if (!node.enabled()) {
      return Optional.empty();
    }
    String displayName = realm.getDisplayName();
    Optional<PasswordAssessment> assessment =
        node.engine()
            .assessPassword(
                password,
                new PasswordContext(
                    form.username(),
                    form.emailLocalPart(),
                    form.emailDomain(),
                    form.firstName(),
                    form.lastName(),
                    displayName == null ? realm.getName() : realm.getName() + " " + displayName));
    if (assessment.isEmpty()) {
      node.losses().count(Losses.Kind.PASSWORD_NOT_JUDGED);
    }
    return assessment;
  }

  @Override
  public boolean isLeaked(CharSequence verified) {
    leakedPassword = node.enabled() && node.engine().isLeaked(verified);
    if (leakedPassword) {
      node.losses().count(Losses.Kind.LEAKED_PASSWORD);
    }
    return leakedPassword;
  }

  /** The decision as administrators read it; the password has added nothing to the score. */
  private RiskDecision withPassword(RiskDecision decision) {
    if (!leakedPassword) {
      return decision;
    }
    RiskAssessment judged = decision.assessment();
    List<Reason> reasons = new ArrayList<>(judged.reasons());
    reasons.add(new Reason("BREACHED_PASSWORD", 0));
    return decision.with(judged.with(reasons));
  }

  @Override
  public RiskDecision assessRegistration(
      RealmModel realm, ClientModel client, RegistrationFacts facts, @Nullable String telemetry) {
    if (!node.enabled()) {
      return pass(Door.REGISTRATION);
    }
    try {
      boolean captured = RealmSettings.behaviourCapture(realm).byDefault();
      return registration(realm, client, facts, parse(captured ? telemetry : null));
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.ASSESSMENT_FAILED, e);
      return policy(realm, client, false).decide(newId(), Door.REGISTRATION, unjudged("FAILED"));
    }
  }

  private RiskDecision registration(
      RealmModel realm, ClientModel client, RegistrationFacts form, Telemetry telemetry) {
    Population population = node.populations().find(realm.getId()).orElse(Population.EMPTY);
    RiskContext context =
        node.contexts().registration(session, realm, client, form, population, telemetry);
    RiskDecision decision = judge(realm, policy(realm, client, false), null, context);
    node.contexts().nameDevice(session, realm);
    node.losses().count(Losses.Kind.DECISIONS);
    node.signals().count(realm.getId(), decision.assessment().vector());
    if (decision.effectiveAction() == Action.DENY) {
      refused(realm.getId(), context, decision);
    } else {
      forms.put(
          decision.id(),
          new Form(
              context.time(), context.request().network(), client.getClientId(), form.locale()));
    }
    return decision;
  }

  private void refused(String realmId, RiskContext context, RiskDecision decision) {
    String prefix = context.request().network().prefix();
    node.counters().registered(realmId, prefix, context.time());
    try {
      Guard.run(
          session,
          connection -> {
            DecisionStore.insert(connection, row(realmId, null, context, decision));
            return decision;
          });
      node.bursts().registered(session, realmId, prefix);
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.DECISION_NOT_STORED, e);
    }
  }

  @Override
  public void registered(RealmModel realm, UserModel user, RiskDecision decision) {
    if (!node.enabled()) {
      return;
    }
    Form known = forms.remove(decision.id());
    Form form =
        known != null
            ? known
            : new Form(node.clock().instant(), node.contexts().network(session, realm), "", "en");
    String realmId = realm.getId();
    Guard.connection(
        session,
        connection -> {
          DecisionStore.insert(
              connection,
              row(realmId, user.getId(), form.time(), form.clientId(), form.network(), decision));
          return decision;
        });
    user.addRequiredAction(DecisionNotes.PENDING_ACTION);
    RiskAssessment assessment = decision.assessment();
    node.outbox()
        .append(
            session,
            realmId,
            user.getId(),
            OutboxEvent.Type.REGISTRATION,
            Map.of(
                "decisionId", decision.id(),
                "score", Double.toString(assessment.score()),
                "level", decision.level().name(),
                "action", decision.effectiveAction().name(),
                "model", assessment.model(),
                "modelVersion", assessment.modelVersion(),
                "locale", form.locale()));
    node.counters().registered(realmId, form.network().prefix(), form.time());
    node.bursts().registered(session, realmId, form.network().prefix());
  }

  @Override
  public void loginCompleted(
      RealmModel realm, UserModel user, String decisionId, @Nullable String sessionId) {
    if (!node.enabled()) {
      return;
    }
    try {
      // Not before: a cookie in the answer to a refused login would tell that the password was
      // right.
      AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
      if (DecisionNotes.door(login).filter(Door::isInBrowser).isPresent()) {
        node.contexts().nameDevice(session, realm);
        CaptureCookie.tell(
            session,
            realm,
            DecisionNotes.captured(login),
            RealmSettings.behaviourCapture(realm).byDefault());
      }
      RequestFacts request = node.contexts().completed(session, realm);
      node.counters()
          .loginCompleted(
              realm.getId(),
              user.getId(),
              request.network().prefix(),
              sessionId,
              node.clock().instant());
      node.learner()
          .completed(
              session,
              realm.getId(),
              user.getId(),
              decisionId,
              request,
              DecisionNotes.roundTripMillis(login),
              TypingNote.take(login));
      node.alerts().completed(session, realm, user, decisionId, request);
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.LEARNING_LOST, e);
    }
  }

  @Override
  public Optional<Requirement> requiredAtLogin(
      RealmModel realm, UserModel user, @Nullable Instant earlier) {
    return enforced(
        realm,
        user,
        open(realm, user)
            .filter(
                required ->
                    earlier == null
                        ? required.kind() != Requirement.Kind.REAUTHENTICATE
                        : required.kind() == Requirement.Kind.CHANGE_PASSWORD
                            || required.ends(earlier)),
        "login");
  }

  @Override
  public Optional<Requirement> openRequirement(RealmModel realm, UserModel user) {
    return RealmSettings.of(realm).reportOnly() ? Optional.empty() : open(realm, user);
  }

  @Override
  public boolean mayContinue(RealmModel realm, UserModel user, Instant authenticated) {
    return enforced(
            realm,
            user,
            open(realm, user).filter(required -> required.ends(authenticated)),
            "token")
        .isEmpty();
  }

  private Optional<Requirement> open(RealmModel realm, UserModel user) {
    if (!node.enabled()) {
      return Optional.empty();
    }
    return requirements
        .computeIfAbsent(user.getId(), id -> read(realm.getId(), id))
        .filter(required -> required.isOpen(node.clock().instant()));
  }

  private Optional<Requirement> read(String realmId, String userId) {
    try {
      return Guard.run(session, connection -> RequirementStore.read(connection, realmId, userId));
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.REQUIREMENT_NOT_READ, e);
      return Optional.empty();
    }
  }

  /** Told once for each request, which may ask several times. */
  private Optional<Requirement> enforced(
      RealmModel realm, UserModel user, Optional<Requirement> required, String where) {
    boolean reportOnly = required.isPresent() && RealmSettings.of(realm).reportOnly();
    if (required.isPresent() && told.add(user.getId() + where)) {
      node.losses()
          .count(
              reportOnly ? Losses.Kind.REQUIREMENTS_REPORTED : Losses.Kind.REQUIREMENTS_ENFORCED);
      if (reportOnly) {
        LOG.infof(
            "Report only: %s of user %s (%s) would have been enforced at a %s",
            required.get().kind(), user.getId(), required.get().reason(), where);
      }
    }
    return reportOnly ? Optional.empty() : required;
  }

  @Override
  public void passwordChanged(RealmModel realm, String userId) {
    if (!node.enabled()) {
      return;
    }
    passwordIsNew(realm.getId(), userId);
    try {
      TypingNote.forget(session.getContext().getAuthenticationSession());
      node.learner().passwordChanged(session, realm.getId(), userId);
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.LEARNING_LOST, e);
    }
  }

  private void passwordIsNew(String realmId, String userId) {
    requirements.remove(userId);
    try {
      Guard.run(
          session,
          connection -> {
            // A directory's password is none of Keycloak's, by which this would be told later.
            TrustedDeviceStore.delete(connection, realmId, userId, null);
            return node.requirements()
                .fulfilled(session, connection, realmId, userId, Requirement.Kind.CHANGE_PASSWORD);
          });
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.REQUIREMENT_NOT_READ, e);
    }
  }

  @Override
  public TrustedDevices trustedDevices(RealmModel realm) {
    return new StoredDevices(session, realm, node.contexts(), node.losses(), node.clock());
  }

  @Override
  public void loginFailed(RealmModel realm, @Nullable String userId) {
    if (!node.enabled()) {
      return;
    }
    try {
      Network network = node.contexts().network(session, realm);
      node.counters()
          .loginFailed(
              realm.getId(),
              userId,
              network.addressKey(),
              network.prefix(),
              node.clock().instant());
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.LEARNING_LOST, e);
    }
  }

  @Override
  public void holdRefusal(RealmModel realm, Duration age) {
    if (node.enabled() && !RealmSettings.of(realm).reportOnly()) {
      node.refusals().hold(judgedSince == null ? System.nanoTime() - age.toNanos() : judgedSince);
    }
  }

  @Override
  public void mailReset(RealmModel realm, UserModel user, URI link, Duration life) {
    node.resetMails().send(session, realm, user, link, life);
  }

  @Override
  public void loggedOut(RealmModel realm, String userId, String sessionId) {
    if (node.enabled()) {
      node.counters().sessionEnded(realm.getId(), userId, sessionId, node.clock().instant());
    }
  }

  @Override
  public void credentialChanged(RealmModel realm, String userId) {
    if (node.enabled()) {
      node.counters().credentialChanged(realm.getId(), userId, node.clock().instant());
    }
  }

  @Override
  public void sessionUsed(RealmModel realm, SessionEvent event) {
    if (!node.enabled()) {
      return;
    }
    try {
      node.sessions().happened(session, realm, event);
    } catch (RuntimeException e) {
      node.losses().count(Losses.Kind.SESSION_NOT_JUDGED, e);
    }
  }

  @Override
  public void close() {
    forms.clear();
  }

  /**
   * @param user who signs in; null at a registration
   */
  private RiskDecision judge(
      RealmModel realm, RiskPolicy policy, @Nullable UserModel user, RiskContext context) {
    RealmSettings settings = RealmSettings.of(realm);
    double prevalence =
        context.door().isLogin() ? settings.loginPrevalence() : settings.registrationPrevalence();
    RiskAssessment assessment = node.engine().assess(context, prevalence);
    return policy.decide(
        newId(),
        context.door(),
        user == null ? assessment : withCustomSignals(realm, user, context, assessment),
        context.request().network().listing());
  }

  private RiskAssessment withCustomSignals(
      RealmModel realm, UserModel user, RiskContext context, RiskAssessment assessment) {
    if (node.custom().isEmpty()) {
      return assessment;
    }
    FeatureVector said =
        node.custom()
            .ask(
                realm.getName(),
                user.getId(),
                name -> user.getAttributeStream(name).toList(),
                context);
    node.signals().count(realm.getId(), said);
    return node.custom()
        .weigh(CustomSignals.record(assessment, said), CustomWeights.of(realm).byId());
  }

  /**
   * @param reportOnly what the flow says: it takes one of realm, client and flow to let all pass
   */
  private RiskPolicy policy(RealmModel realm, ClientModel client, boolean reportOnly) {
    RealmSettings settings = RealmSettings.of(realm);
    return new RiskPolicy(
        node.budgets()
            .thresholds(
                session.getKeycloakSessionFactory(),
                realm.getId(),
                ChallengeBudget.of(realm),
                Thresholds.of(settings)),
        settings.reportOnly() || RealmSettings.reportsOnly(client) || reportOnly,
        RealmSettings.failsClosed(client));
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private Telemetry parse(@Nullable String value) {
    Telemetry telemetry = TelemetryParser.parse(value);
    node.losses()
        .count(
            switch (telemetry.status()) {
              case PRESENT -> Losses.Kind.TELEMETRY_PRESENT;
              case ABSENT -> Losses.Kind.TELEMETRY_ABSENT;
              case INVALID -> Losses.Kind.TELEMETRY_INVALID;
            });
    return telemetry;
  }

  /** The pack is switched off: everybody passes, whatever any other setting says. */
  private static RiskDecision pass(Door door) {
    return new RiskDecision(
        newId(), door, RiskLevel.LOW, Action.ALLOW, false, unjudged("DISABLED"));
  }

  private static RiskAssessment unjudged(String cause) {
    return new RiskAssessment(
        0, List.of(new Reason("FALLBACK", 0)), "none", "0", cause, NOTHING, 0);
  }

  private static Decision row(
      String realmId, @Nullable String userId, RiskContext context, RiskDecision decision) {
    return row(
        realmId,
        userId,
        context.time(),
        context.client().clientId(),
        context.request().network(),
        decision);
  }

  private static Decision row(
      String realmId,
      @Nullable String userId,
      Instant time,
      String clientId,
      Network network,
      RiskDecision decision) {
    RiskAssessment assessment = decision.assessment();
    return new Decision(
        decision.id(),
        realmId,
        userId,
        time,
        decision.door(),
        clientId,
        assessment.score(),
        decision.level(),
        decision.action(),
        decision.reportOnly(),
        assessment.reasons(),
        assessment.model(),
        assessment.modelVersion(),
        assessment.fallback(),
        assessment.vector(),
        assessment.latencyMicros(),
        network.addressKey(),
        network.prefix(),
        network.kind());
  }
}
