package io.flowshield.testkit.risk;

import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.RiskService;
import io.flowshield.risk.continuous.SessionEvent;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.trust.TrustedDevices;
import io.flowshield.testkit.attempt.AttemptBuilder;
import io.flowshield.testkit.attempt.Attempts;
import io.flowshield.testkit.engine.ScriptedEngine;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A risk service that decides what a test wants and writes down what it was told. What follows from
 * a score it leaves to the real policy with the thresholds of a realm that has set none. Neither a
 * server nor a database is needed. Like the real one it serves one session and is not thread-safe.
 */
public final class ScriptedRiskService implements RiskService {
  private final Deque<ScriptedEngine> script = new ArrayDeque<>();
  private final List<Call> calls = new ArrayList<>();
  private @Nullable Requirement required;
  private boolean enabled = true;
  private boolean failing;
  private boolean leaked;
  private int decisions;

  /**
   * What it was told.
   *
   * @param method of {@link RiskService}
   * @param userId whom it was about; null for nobody
   * @param decisionId which decision it was about, or the one that was taken; null for none
   */
  public record Call(String method, @Nullable String userId, @Nullable String decisionId) {}

  private ScriptedRiskService(ScriptedEngine first) {
    script.add(first);
  }

  /**
   * Judges by what an engine says.
   *
   * @param engine for example {@code ScriptedEngine.scoring(0.5, "NEW_DEVICE").slow(...)}
   */
  public static ScriptedRiskService judgingBy(ScriptedEngine engine) {
    return new ScriptedRiskService(engine);
  }

  /** Lets everybody in. */
  public static ScriptedRiskService allowing() {
    return judgingBy(ScriptedEngine.scoring(0.01));
  }

  /**
   * Asks for another factor at a login, for a verified address at a registration.
   *
   * @param reasons codes, strongest first
   */
  public static ScriptedRiskService challenging(String... reasons) {
    return judgingBy(ScriptedEngine.scoring(0.5, reasons));
  }

  /**
   * Refuses everybody.
   *
   * @param reasons codes, strongest first
   */
  public static ScriptedRiskService denying(String... reasons) {
    return judgingBy(ScriptedEngine.scoring(0.95, reasons));
  }

  /** The next attempt is judged by this engine, and all behind it until there is another. */
  public ScriptedRiskService then(ScriptedEngine engine) {
    script.add(engine);
    return this;
  }

  /** Every user has this to do, since {@link Attempts#NOW} and for good. */
  public ScriptedRiskService requiring(Requirement.Kind kind) {
    required = new Requirement(kind, Attempts.NOW, null, "TEST", "test");
    return this;
  }

  /** The password of the login is a leaked one. */
  public ScriptedRiskService leaked() {
    leaked = true;
    return this;
  }

  /**
   * Throws at whatever it is asked, which the real one does at {@link #registered} only: a step
   * that survives this survives another implementation of the service, too.
   */
  public ScriptedRiskService failing() {
    failing = true;
    return this;
  }

  /** As after the break-glass switch: everybody passes. */
  public ScriptedRiskService disabled() {
    enabled = false;
    return this;
  }

  /** What it was told so far, in order; questions count as well. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  @Override
  public boolean isEnabled() {
    return enabled;
  }

  @Override
  public RiskDecision assessLogin(
      RealmModel realm,
      ClientModel client,
      UserModel user,
      Door door,
      @Nullable String telemetry,
      boolean reportOnly) {
    return decide("assessLogin", user.getId(), door, Attempts.login().through(door), reportOnly);
  }

  @Override
  public RiskDecision assessRegistration(
      RealmModel realm, ClientModel client, RegistrationFacts facts, @Nullable String telemetry) {
    return decide(
        "assessRegistration", null, Door.REGISTRATION, Attempts.signUp().form(facts), false);
  }

  private RiskDecision decide(
      String method,
      @Nullable String userId,
      Door door,
      AttemptBuilder attempt,
      boolean reportOnly) {
    String id = "decision-" + ++decisions;
    told(method, userId, id);
    RiskContext facts = attempt.facts();
    RiskEngine engine = script.size() > 1 ? script.remove() : script.element();
    return new RiskPolicy(Thresholds.of(RealmSettings.DEFAULTS), reportOnly || !enabled, false)
        .decide(id, door, engine.assess(facts, 0.01));
  }

  private void told(String method, @Nullable String userId, @Nullable String decisionId) {
    calls.add(new Call(method, userId, decisionId));
    if (failing) {
      throw new IllegalStateException("The test wants " + method + " to fail");
    }
  }

  @Override
  public Optional<PasswordAssessment> assessPassword(
      RealmModel realm, CharSequence password, RegistrationFacts form) {
    told("assessPassword", null, null);
    return Optional.empty();
  }

  @Override
  public boolean isLeaked(CharSequence verified) {
    told("isLeaked", null, null);
    return leaked;
  }

  @Override
  public void registered(RealmModel realm, UserModel user, RiskDecision decision) {
    told("registered", user.getId(), decision.id());
  }

  @Override
  public void loginCompleted(
      RealmModel realm, UserModel user, String decisionId, @Nullable String sessionId) {
    told("loginCompleted", user.getId(), decisionId);
  }

  @Override
  public Optional<Requirement> requiredAtLogin(
      RealmModel realm, UserModel user, @Nullable Instant earlier) {
    told("requiredAtLogin", user.getId(), null);
    return Optional.ofNullable(required)
        .filter(
            present ->
                present.kind() != Requirement.Kind.REAUTHENTICATE
                    || (earlier != null && present.ends(earlier)));
  }

  @Override
  public Optional<Requirement> openRequirement(RealmModel realm, UserModel user) {
    told("openRequirement", user.getId(), null);
    return Optional.ofNullable(required);
  }

  @Override
  public boolean mayContinue(RealmModel realm, UserModel user, Instant authenticated) {
    told("mayContinue", user.getId(), null);
    return required == null || !required.ends(authenticated);
  }

  @Override
  public void loggedOut(RealmModel realm, String userId, String sessionId) {
    told("loggedOut", userId, null);
  }

  @Override
  public void credentialChanged(RealmModel realm, String userId) {
    told("credentialChanged", userId, null);
  }

  @Override
  public void passwordChanged(RealmModel realm, String userId) {
    told("passwordChanged", userId, null);
  }

  @Override
  public void sessionUsed(RealmModel realm, SessionEvent event) {
    told("sessionUsed", event.userId(), null);
  }

  @Override
  public void loginFailed(RealmModel realm, @Nullable String userId) {
    told("loginFailed", userId, null);
  }

  @Override
  public void holdRefusal(RealmModel realm, Duration age) {
    told("holdRefusal", null, null);
  }

  @Override
  public void mailReset(RealmModel realm, UserModel user, URI link, Duration life) {
    told("mailReset", user.getId(), null);
  }

  @Override
  public TrustedDevices trustedDevices(RealmModel realm) {
    told("trustedDevices", null, null);
    return TrustedDevices.NONE;
  }

  @Override
  public void close() {
    // holds nothing
  }
}
