package io.flowshield.risk.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The outbox's statements. A lane's sequence lives in {@code FS_OUTBOX_LANE}, whose row a writer
 * locks until its transaction ends: rows of one user become visible in the order of their sequence,
 * so a consumer may take an older sequence for a repetition. The lane outlives the rows, so that a
 * sequence never comes twice.
 */
final class OutboxSql {
  static final String NEW = "NEW";
  static final String LEASED = "LEASED";
  static final String DONE = "DONE";
  static final String DEAD = "DEAD";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_ERROR = 500;

  private OutboxSql() {}

  /** Moves a lane on and locks it. Returns 0 when there is no lane yet. */
  static long nextInLane(Connection connection, String realmId, String userId) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE FS_OUTBOX_LANE SET LAST_SEQ = LAST_SEQ + 1 WHERE REALM_ID = ? AND USER_ID = ?")) {
      update.setString(1, realmId);
      update.setString(2, userId);
      if (update.executeUpdate() == 0) {
        return 0;
      }
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT LAST_SEQ FROM FS_OUTBOX_LANE WHERE REALM_ID = ? AND USER_ID = ?")) {
      select.setString(1, realmId);
      select.setString(2, userId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? rows.getLong(1) : 0;
      }
    }
  }

  /**
   * Opens a lane at its first sequence, 1. Fails when somebody else did.
   *
   * @param registered whether the user comes through our registration
   */
  static long openLane(Connection connection, String realmId, String userId, boolean registered)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO FS_OUTBOX_LANE (REALM_ID, USER_ID, LAST_SEQ, REGISTERED)"
                + " VALUES (?, ?, 1, ?)")) {
      insert.setString(1, realmId);
      insert.setString(2, userId);
      insert.setBoolean(3, registered);
      insert.executeUpdate();
      return 1;
    }
  }

  static boolean hasLane(Connection connection, String realmId, String userId) throws SQLException {
    return finds(
        connection,
        "SELECT 1 FROM FS_OUTBOX_LANE WHERE REALM_ID = ? AND USER_ID = ?",
        realmId,
        userId);
  }

  static boolean isRegistered(Connection connection, String realmId, String userId)
      throws SQLException {
    return finds(
        connection,
        "SELECT 1 FROM FS_OUTBOX_LANE WHERE REALM_ID = ? AND USER_ID = ? AND REGISTERED = TRUE",
        realmId,
        userId);
  }

  private static boolean finds(Connection connection, String sql, String realmId, String userId)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, realmId);
      select.setString(2, userId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  static void insert(Connection connection, OutboxEvent event) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO FS_OUTBOX (ID, REALM_ID, USER_ID, SEQ, EVENT_TYPE, PAYLOAD, CREATED_MS,"
                + " STATE, DUE_MS, ATTEMPTS) VALUES (?, ?, ?, ?, ?, ?, ?, 'NEW', ?, 0)")) {
      insert.setString(1, event.id());
      insert.setString(2, event.realmId());
      insert.setString(3, event.userId());
      insert.setLong(4, event.sequence());
      insert.setString(5, event.type().name());
      insert.setString(6, json(event.payload()));
      insert.setLong(7, event.created().toEpochMilli());
      insert.setLong(8, event.created().toEpochMilli());
      insert.executeUpdate();
    }
  }

  /**
   * Leases due rows that are the oldest open ones of their lanes. A dead letter is open and never
   * due, so it stops its lane. Two nodes may see the same row; the update lets one have it.
   */
  static List<OutboxEvent> claim(
      Connection connection, String owner, Instant now, Instant until, int limit)
      throws SQLException {
    List<OutboxEvent> candidates = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT o.ID, o.REALM_ID, o.USER_ID, o.SEQ, o.EVENT_TYPE, o.PAYLOAD, o.CREATED_MS,"
                + " o.ATTEMPTS FROM FS_OUTBOX o WHERE o.STATE IN ('NEW', 'LEASED')"
                + " AND o.DUE_MS <= ? AND NOT EXISTS (SELECT 1 FROM FS_OUTBOX p"
                + " WHERE p.REALM_ID = o.REALM_ID AND p.USER_ID = o.USER_ID AND p.SEQ < o.SEQ"
                + " AND p.STATE <> 'DONE') ORDER BY o.DUE_MS, o.ID LIMIT ?")) {
      select.setLong(1, now.toEpochMilli());
      select.setInt(2, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          candidates.add(
              new OutboxEvent(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getLong(4),
                  OutboxEvent.Type.valueOf(rows.getString(5)),
                  payload(rows.getString(6)),
                  Instant.ofEpochMilli(rows.getLong(7)),
                  rows.getInt(8)));
        }
      }
    }
    List<OutboxEvent> claimed = new ArrayList<>(candidates.size());
    try (PreparedStatement lease =
        connection.prepareStatement(
            "UPDATE FS_OUTBOX SET STATE = 'LEASED', LEASE_OWNER = ?, DUE_MS = ?,"
                + " ATTEMPTS = ATTEMPTS + 1 WHERE ID = ? AND STATE IN ('NEW', 'LEASED')"
                + " AND DUE_MS <= ?")) {
      for (OutboxEvent event : candidates) {
        lease.setString(1, owner);
        lease.setLong(2, until.toEpochMilli());
        lease.setString(3, event.id());
        lease.setLong(4, now.toEpochMilli());
        if (lease.executeUpdate() == 1) {
          claimed.add(event);
        }
      }
    }
    return claimed;
  }

  /**
   * Ends a lease, when the owner still holds it.
   *
   * @param due when the row may be claimed again; ignored unless the state is {@link #NEW}
   * @param done when it was delivered; null unless the state is {@link #DONE}
   */
  static boolean settle(
      Connection connection,
      String id,
      String owner,
      String state,
      Instant due,
      @Nullable String error,
      @Nullable Instant done)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE FS_OUTBOX SET STATE = ?, DUE_MS = ?, LAST_ERROR = ?, DONE_MS = ?,"
                + " LEASE_OWNER = NULL WHERE ID = ? AND STATE = 'LEASED' AND LEASE_OWNER = ?")) {
      update.setString(1, state);
      update.setLong(2, due.toEpochMilli());
      update.setString(3, error == null ? null : cut(error));
      if (done == null) {
        update.setNull(4, java.sql.Types.BIGINT);
      } else {
        update.setLong(4, done.toEpochMilli());
      }
      update.setString(5, id);
      update.setString(6, owner);
      return update.executeUpdate() == 1;
    }
  }

  /** An administrator's order: a dead letter goes back to work. */
  static boolean revive(Connection connection, String realmId, String id, Instant now)
      throws SQLException {
    return order(
        connection,
        "UPDATE FS_OUTBOX SET STATE = 'NEW', DUE_MS = ? WHERE ID = ? AND REALM_ID = ?"
            + " AND STATE IN ('DEAD', 'NEW')",
        realmId,
        id,
        now);
  }

  /** An administrator's order: a row that nobody is delivering counts as delivered. */
  static boolean skip(Connection connection, String realmId, String id, Instant now)
      throws SQLException {
    return order(
        connection,
        "UPDATE FS_OUTBOX SET STATE = 'DONE', DONE_MS = ? WHERE ID = ? AND REALM_ID = ?"
            + " AND STATE IN ('DEAD', 'NEW')",
        realmId,
        id,
        now);
  }

  static int giveUp(Connection connection, String realmId, String userId, Instant now)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE FS_OUTBOX SET STATE = 'DONE', DONE_MS = ? WHERE REALM_ID = ? AND USER_ID = ?"
                + " AND STATE IN ('DEAD', 'NEW') AND EVENT_TYPE <> 'USER_REMOVED'")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, realmId);
      update.setString(3, userId);
      return update.executeUpdate();
    }
  }

  private static boolean order(
      Connection connection, String sql, String realmId, String id, Instant now)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, id);
      update.setString(3, realmId);
      return update.executeUpdate() == 1;
    }
  }

  /** Deletes a batch of rows delivered before a time, and the lanes of users long gone. */
  static int deleteDone(Connection connection, Instant before, int batch) throws SQLException {
    try (PreparedStatement lanes =
        connection.prepareStatement(
            "DELETE FROM FS_OUTBOX_LANE WHERE EXISTS (SELECT 1 FROM FS_OUTBOX o"
                + " WHERE o.REALM_ID = FS_OUTBOX_LANE.REALM_ID"
                + " AND o.USER_ID = FS_OUTBOX_LANE.USER_ID AND o.EVENT_TYPE = 'USER_REMOVED'"
                + " AND o.STATE = 'DONE' AND o.DONE_MS < ?)")) {
      lanes.setLong(1, before.toEpochMilli());
      lanes.executeUpdate();
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM FS_OUTBOX WHERE ID IN (SELECT o.ID FROM FS_OUTBOX o"
                + " WHERE o.STATE = 'DONE' AND o.DONE_MS < ? ORDER BY o.DONE_MS LIMIT ?)")) {
      delete.setLong(1, before.toEpochMilli());
      delete.setInt(2, batch);
      return delete.executeUpdate();
    }
  }

  static Map<String, String> payload(String json) {
    try {
      return JSON.readValue(json, new TypeReference<Map<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(Map<String, String> payload) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(payload));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String cut(String error) {
    return error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR);
  }
}
