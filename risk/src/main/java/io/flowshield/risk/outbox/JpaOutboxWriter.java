package io.flowshield.risk.outbox;

import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.store.Guard;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.keycloak.models.KeycloakSession;

/** Writes rows in the session's own transaction. Thread-safe. */
public final class JpaOutboxWriter implements OutboxWriter {
  private final Clock clock;

  public JpaOutboxWriter(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String append(
      KeycloakSession session,
      String realmId,
      String userId,
      OutboxEvent.Type type,
      Map<String, String> payload) {
    return Guard.connection(
        session, connection -> append(session, connection, realmId, userId, type, payload));
  }

  /**
   * The same inside statements of the caller's.
   *
   * @param connection the session's
   */
  public String append(
      KeycloakSession session,
      Connection connection,
      String realmId,
      String userId,
      OutboxEvent.Type type,
      Map<String, String> payload)
      throws SQLException {
    String id = append(connection, realmId, userId, type, payload);
    AfterCommit.run(session, OutboxNudge::nudge);
    return id;
  }

  /** True when anything was ever written for a user, so that a workflow may know of them. */
  public boolean knows(KeycloakSession session, String realmId, String userId) {
    return Guard.connection(session, connection -> OutboxSql.hasLane(connection, realmId, userId));
  }

  /** True when a user came through our registration, so that the worker may act on the account. */
  public boolean isRegistered(KeycloakSession session, String realmId, String userId) {
    return Guard.connection(
        session, connection -> OutboxSql.isRegistered(connection, realmId, userId));
  }

  String append(
      Connection connection,
      String realmId,
      String userId,
      OutboxEvent.Type type,
      Map<String, String> payload)
      throws SQLException {
    long sequence = OutboxSql.nextInLane(connection, realmId, userId);
    if (sequence == 0) {
      sequence = openLane(connection, realmId, userId, type == OutboxEvent.Type.REGISTRATION);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String id = UUID.randomUUID().toString();
    OutboxSql.insert(
        connection, new OutboxEvent(id, realmId, userId, sequence, type, payload, now, 0));
    return id;
  }

  /** Two that open a lane at once: one waits, fails, and goes on in the lane of the other. */
  private static long openLane(
      Connection connection, String realmId, String userId, boolean registered)
      throws SQLException {
    try {
      return Guard.part(
          connection, guarded -> OutboxSql.openLane(guarded, realmId, userId, registered));
    } catch (SQLException e) {
      long sequence = OutboxSql.nextInLane(connection, realmId, userId);
      if (sequence == 0) {
        throw e;
      }
      return sequence;
    }
  }
}
