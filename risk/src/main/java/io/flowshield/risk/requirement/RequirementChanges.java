package io.flowshield.risk.requirement;

import io.flowshield.risk.outbox.JpaOutboxWriter;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.keycloak.models.KeycloakSession;

/**
 * Sets and lifts what is required of users together with the row of the outbox that tells of it:
 * both are committed, or neither is. The only writer of requirements but for the erasure of users
 * and of what has lapsed. Thread-safe.
 */
public final class RequirementChanges {
  private static final String NONE = "NONE";

  private final JpaOutboxWriter outbox;
  private final Clock clock;

  public RequirementChanges(JpaOutboxWriter outbox, Clock clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Sets what is required in the session's transaction, in place of what was.
   *
   * @throws jakarta.persistence.PersistenceException when somebody else sets the first one of this
   *     user at the same time
   */
  public void set(KeycloakSession session, String realmId, String userId, Requirement required) {
    new RequirementStore(session).set(realmId, userId, required);
    outbox.append(
        session, realmId, userId, OutboxEvent.Type.REQUIREMENT_CHANGED, payload(required));
  }

  /** Lifts what is required in the session's transaction; false when nothing was. */
  public boolean lift(KeycloakSession session, String realmId, String userId) {
    boolean lifted = new RequirementStore(session).delete(realmId, userId);
    if (lifted) {
      outbox.append(session, realmId, userId, OutboxEvent.Type.REQUIREMENT_CHANGED, lifted());
    }
    return lifted;
  }

  /**
   * The same as {@link #set} by plain JDBC, but for somebody who is blocked: that stays.
   *
   * @param connection the session's
   * @throws SQLException also when somebody else sets the first one of this user at the same time
   */
  public void setUnlessBlocked(
      KeycloakSession session,
      Connection connection,
      String realmId,
      String userId,
      Requirement required)
      throws SQLException {
    if (RequirementStore.setUnlessBlocked(connection, realmId, userId, required)) {
      outbox.append(
          session,
          connection,
          realmId,
          userId,
          OutboxEvent.Type.REQUIREMENT_CHANGED,
          payload(required));
    }
  }

  /**
   * Lifts what the user has just done, by plain JDBC; true when it was required.
   *
   * @param connection the session's
   */
  public boolean fulfilled(
      KeycloakSession session,
      Connection connection,
      String realmId,
      String userId,
      Requirement.Kind kind)
      throws SQLException {
    boolean fulfilled = RequirementStore.fulfilled(connection, realmId, userId, kind);
    if (fulfilled) {
      outbox.append(
          session, connection, realmId, userId, OutboxEvent.Type.REQUIREMENT_CHANGED, lifted());
    }
    return fulfilled;
  }

  private static Map<String, String> payload(Requirement required) {
    Instant until = required.until();
    return Map.of(
        "kind", required.kind().name(),
        "reason", required.reason(),
        "since", Long.toString(required.since().toEpochMilli()),
        "until", until == null ? "0" : Long.toString(until.toEpochMilli()));
  }

  private Map<String, String> lifted() {
    return Map.of("kind", NONE, "reason", "", "since", Long.toString(clock.millis()), "until", "0");
  }
}
