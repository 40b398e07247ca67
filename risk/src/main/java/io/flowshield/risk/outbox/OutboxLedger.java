package io.flowshield.risk.outbox;

import io.flowshield.risk.store.Guard;
import io.flowshield.risk.store.Limits;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;

/** The administrator's side of the outbox: look, retry, skip; and the clean-up. */
public final class OutboxLedger {
  private final KeycloakSession session;
  private final Clock clock;

  public OutboxLedger(KeycloakSession session, Clock clock) {
    this.session = session;
    this.clock = clock;
  }

  /**
   * A row with its state.
   *
   * @param event the row
   * @param state NEW, LEASED, DONE or DEAD
   * @param due when it may be claimed (NEW), or the lease ends (LEASED)
   * @param error why it was not delivered at the last try, empty otherwise
   */
  public record Entry(OutboxEvent event, String state, Instant due, String error) {}

  /**
   * How far delivery is behind.
   *
   * @param states rows by state, without those delivered
   * @param lag age of the oldest row that is not delivered; zero when there is none
   * @param error why that row, or one behind it, could not be delivered; empty when none has failed
   */
  public record Backlog(Map<String, Long> states, Duration lag, String error) {}

  /**
   * Oldest first.
   *
   * @param state only these; null for all
   */
  public List<Entry> list(String realmId, @Nullable String state, int first, int max) {
    return Guard.connection(
        session,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT ID, USER_ID, SEQ, EVENT_TYPE, PAYLOAD, CREATED_MS, ATTEMPTS, STATE,"
                      + " DUE_MS, LAST_ERROR FROM FS_OUTBOX WHERE REALM_ID = ?"
                      + (state == null ? "" : " AND STATE = ?")
                      + " ORDER BY CREATED_MS, ID LIMIT ? OFFSET ?")) {
            int index = 1;
            select.setString(index++, realmId);
            if (state != null) {
              select.setString(index++, state);
            }
            select.setInt(index++, max);
            select.setInt(index, first);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                entries.add(entry(realmId, rows));
              }
            }
            return entries;
          }
        });
  }

  /**
   * Rows of a realm that wait, are being delivered, or stopped their lane.
   *
   * @throws RuntimeException when they cannot be read; the session's transaction goes on
   */
  public Backlog backlog(String realmId) {
    return Guard.run(
        session,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT STATE, COUNT(*), MIN(CREATED_MS) FROM FS_OUTBOX WHERE REALM_ID = ?"
                      + " AND STATE IN ('NEW', 'LEASED', 'DEAD') GROUP BY STATE")) {
            select.setString(1, realmId);
            Map<String, Long> states = new LinkedHashMap<>();
            Instant now = clock.instant();
            Instant oldest = now;
            try (ResultSet rows = select.executeQuery()) {
              while (rows.next()) {
                states.put(rows.getString(1), rows.getLong(2));
                Instant created = Instant.ofEpochMilli(rows.getLong(3));
                oldest = created.isBefore(oldest) ? created : oldest;
              }
            }
            return new Backlog(states, Duration.between(oldest, now), error(connection, realmId));
          }
        });
  }

  private static String error(Connection connection, String realmId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT LAST_ERROR FROM FS_OUTBOX WHERE REALM_ID = ?"
                + " AND STATE IN ('NEW', 'LEASED', 'DEAD') AND LAST_ERROR IS NOT NULL"
                + " ORDER BY CREATED_MS, ID LIMIT 1")) {
      select.setString(1, realmId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  /**
   * Sends a dead letter, or one that waits for its next try, at once.
   *
   * @return false when there is no such row, or it is delivered or being delivered
   */
  public boolean retry(String realmId, String id) {
    return Guard.connection(
        session, connection -> OutboxSql.revive(connection, realmId, id, clock.instant()));
  }

  /**
   * Gives a row up, so that its lane goes on.
   *
   * @return as above
   */
  public boolean skip(String realmId, String id) {
    return Guard.connection(
        session, connection -> OutboxSql.skip(connection, realmId, id, clock.instant()));
  }

  /**
   * Gives up every row of a user that is not delivered or being delivered, but for what withdraws
   * the services of one who was removed.
   *
   * @return how many
   */
  public int giveUp(String realmId, String userId) {
    return Guard.connection(
        session, connection -> OutboxSql.giveUp(connection, realmId, userId, clock.instant()));
  }

  /** Deletes a batch of rows that were delivered before a time. */
  public int deleteDone(Instant before, int batch) {
    return Guard.connection(
        session, Limits.BACKGROUND, connection -> OutboxSql.deleteDone(connection, before, batch));
  }

  private static Entry entry(String realmId, ResultSet rows) throws SQLException {
    String error = rows.getString(10);
    return new Entry(
        new OutboxEvent(
            rows.getString(1),
            realmId,
            rows.getString(2),
            rows.getLong(3),
            OutboxEvent.Type.valueOf(rows.getString(4)),
            OutboxSql.payload(rows.getString(5)),
            Instant.ofEpochMilli(rows.getLong(6)),
            rows.getInt(7)),
        rows.getString(8),
        Instant.ofEpochMilli(rows.getLong(9)),
        error == null ? "" : error);
  }
}
