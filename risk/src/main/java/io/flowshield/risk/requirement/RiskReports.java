package io.flowshield.risk.requirement;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.risk.counters.KeyedCounts;
import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.outbox.JpaOutboxWriter;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.store.OwnTransaction;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Tells the watch over a user, of whom something is required, that an attempt was risky. Behind the
 * request's commit, off its thread, at most ten times an hour for each user and node: whoever knows
 * a password must not be able to fill the outbox. What is lost is counted. Thread-safe.
 */
public final class RiskReports {
  private static final int MOST = 10;
  private static final Duration HOUR = Duration.ofHours(1);

  /** Reasons that tell how somebody behaves, and not where they come from. */
  private static final Set<String> BEHAVIOUR =
      Set.of(
          "BOT_TIMING", "POINTER_JUMPS", "UNFAMILIAR_TYPING", "UNUSUAL_FOR_USER", "UNUSUAL_HOUR");

  private final Background background;
  private final JpaOutboxWriter outbox;
  private final Clock clock;
  private final KeyedCounts told = new KeyedCounts();

  public RiskReports(Background background, JpaOutboxWriter outbox, Clock clock) {
    this.background = background;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** A login was judged, in the session's transaction. */
  public void login(
      KeycloakSession session, String realmId, String userId, RiskAssessment assessment) {
    boolean behaviour =
        assessment.reasons().stream().anyMatch(reason -> BEHAVIOUR.contains(reason.code()));
    report(
        session,
        realmId,
        userId,
        behaviour ? OutboxEvent.Type.BEHAVIOUR_ANOMALY : OutboxEvent.Type.USER_RISK,
        assessment);
  }

  /** What a user does in running sessions was judged, in the session's transaction. */
  public void running(
      KeycloakSession session, String realmId, String userId, RiskAssessment assessment) {
    report(session, realmId, userId, OutboxEvent.Type.BEHAVIOUR_ANOMALY, assessment);
  }

  private void report(
      KeycloakSession session,
      String realmId,
      String userId,
      OutboxEvent.Type type,
      RiskAssessment assessment) {
    if (told.add(realmId + ' ' + userId, HOUR, clock.instant()) > MOST) {
      return;
    }
    Map<String, String> payload =
        Map.of(
            "score", Double.toString(assessment.score()),
            "model", assessment.model(),
            "modelVersion", assessment.modelVersion(),
            "cause", assessment.reasons().isEmpty() ? "" : assessment.reasons().get(0).code());
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    AfterCommit.run(
        session,
        () ->
            background.submit(
                Losses.Kind.RISK_NOT_TOLD,
                () ->
                    OwnTransaction.run(
                        factory, own -> outbox.append(own, realmId, userId, type, payload))));
  }
}
