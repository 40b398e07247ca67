package io.flowshield.risk.learning;

import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
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

  private void learn(
      KeycloakSessionFactory factory,
      String realmId,
      String userId,
      String decisionId,
      RequestFacts request,
      double roundTripMillis,
      @Nullable TypingSample typed,
      Instant now) {
    for (int attempt = 1; ; attempt++) {
      try {
        OwnTransaction.run(
            factory,
            session ->
                learn(session, realmId, userId, decisionId, request, roundTripMillis, typed, now));
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
    if (decision.filter(taken -> taken.action() == Action.DENY).isPresent()) {
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
    populations.learn(realmId, stored, request, before, now);
    if (first) {
      decision.ifPresent(
          taken -> budgets.completed(realmId, userId, taken.action(), taken.score(), now));
    }
    return true;
  }
}
