package io.flowshield.risk.learning;

import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.profile.LearntLogin;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Label;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.ProfileStore;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Learns from completed logins, each in a short transaction of its own after the login has
 * committed. Nothing is learnt from a login that report-only mode let through but the policy would
 * have refused: it would teach the engine the attacker's habits.
 */
public final class LoginLearner {
  private static final int ATTEMPTS = 4;

  private final Background background;
  private final Populations populations;
  private final ChallengeBudgets budgets;
  private final Clock clock;

  public LoginLearner(
      Background background, Populations populations, ChallengeBudgets budgets, Clock clock) {
    this.budgets = budgets;
    this.background = background;
    this.populations = populations;
    this.clock = clock;
  }

  public void completed(
      KeycloakSession session,
      String realmId,
      String userId,
      String decisionId,
      RequestFacts request,
      double roundTripMillis,
      @Nullable TypingSample typed) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    Instant now = clock.instant();
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.LEARNING_LOST,
                () ->
                    learn(
                        factory,
                        realmId,
                        userId,
                        decisionId,
                        request,
                        roundTripMillis,
                        typed,
                        now)));
  }

  /** Hands have to learn a new password: what was known of the old one's rhythm is forgotten. */
  public void passwordChanged(KeycloakSession session, String realmId, String userId) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.LEARNING_LOST,
                () ->
                    OwnTransaction.run(
                        factory, own -> new ProfileStore(own).forgetTyping(realmId, userId))));
  }

  /**
   * A login turned out to be fraud, and was labelled so: what it taught is taken back, once, after
   * the session's commit. One that has not been learnt yet never will be.
   */
  public void takeBack(KeycloakSession session, String realmId, String userId, String decisionId) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    Instant now = clock.instant();
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.LEARNING_LOST,
                () ->
                    repeated(
                        () ->
                            OwnTransaction.run(
                                factory, own -> unlearn(own, realmId, userId, decisionId, now)))));
  }

  /** Returns false when there was nothing to take back. */
  private static boolean unlearn(
      KeycloakSession session, String realmId, String userId, String decisionId, Instant now) {
    Optional<LearntLogin> learnt = new DecisionStore(session).takeLearnt(realmId, decisionId);
    learnt.ifPresent(
        login ->
            new ProfileStore(session)
                .updateProfile(
                    realmId, userId, now, profile -> ProfileLearner.unlearn(profile, login)));
    return learnt.isPresent();
  }

  private void learn(
      KeycloakSessionFactory factory,
      String realmId,
      String userId,
      String decisionId,
      RequestFacts request,
      double roundTripMillis,
      @Nullable TypingSample typed,
      Instant now) {
    repeated(
        () ->
            OwnTransaction.run(
                factory,
                session ->
                    learn(
                        session,
                        realmId,
                        userId,
                        decisionId,
                        request,
                        roundTripMillis,
                        typed,
                        now)));
  }

  private static void repeated(Runnable transaction) {
    for (int attempt = 1; ; attempt++) {
      try {
        transaction.run();
        return;
      } catch (RuntimeException e) {
        // Somebody learnt of the same user at the same time: read again what they wrote.
        if (attempt == ATTEMPTS || OwnTransaction.gaveUp(e)) {
          throw e;
        }
      }
    }
  }

  /** Returns false when there was nothing to learn. */
  private boolean learn(
      KeycloakSession session,
      String realmId,
      String userId,
      String decisionId,
      RequestFacts request,
      double roundTripMillis,
      @Nullable TypingSample typed,
      Instant now) {
    DecisionStore decisions = new DecisionStore(session);
    Optional<Decision> decision = decisions.find(realmId, decisionId);
    boolean first = decisions.complete(realmId, decisionId, now);
    if (decision.filter(taken -> taken.action() == Action.DENY || isFraud(taken)).isPresent()) {
      return false;
    }
    ProfileStore store = new ProfileStore(session);
    Population stored = populations.knows(realmId) ? Population.EMPTY : store.population(realmId);
    LoginProfile before =
        store.updateProfile(
            realmId,
            userId,
            now,
            profile -> ProfileLearner.learn(profile, request, roundTripMillis, typed, now));
    decisions.learnt(realmId, decisionId, LearntLogin.of(request, now));
    // Last, since no roll-back reaches it.
    populations.learn(realmId, stored, request, before, now);
    if (first) {
      decision.ifPresent(
          taken -> budgets.completed(realmId, userId, taken.action(), taken.score(), now));
    }
    return true;
  }

  private static boolean isFraud(Decision decision) {
    Label label = decision.label();
    return label != null && label.verdict() == Label.Verdict.FRAUD;
  }
}
