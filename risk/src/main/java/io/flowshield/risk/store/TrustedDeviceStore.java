package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Browsers that users have had remembered: a bounded number of rows for each user. */
public final class TrustedDeviceStore {
  /** Most browsers of one user; another one takes the place of the oldest. */
  public static final int MOST = 10;

  private final EntityManager entities;

  public TrustedDeviceStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** One browser of a user by plain JDBC, lapsed or not. */
  public static Optional<TrustedDevice> read(
      Connection connection, String realmId, String userId, String key) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT PROOF, SINCE_MS, UNTIL_MS, BROWSER FROM FS_TRUSTED_DEVICE"
                + " WHERE REALM_ID = ? AND USER_ID = ? AND DEVICE_KEY = ?")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      statement.setString(3, key);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new TrustedDevice(
                    key,
                    rows.getString(1),
                    Instant.ofEpochMilli(rows.getLong(2)),
                    Instant.ofEpochMilli(rows.getLong(3)),
                    rows.getString(4)))
            : Optional.empty();
      }
    }
  }

  /**
   * Keeps a browser by plain JDBC, in place of what was known of it; the oldest beyond {@link
   * #MOST} go.
   *
   * @throws SQLException also when the same browser is kept twice at once
   */
  public static void keep(
      Connection connection, String realmId, String userId, TrustedDevice device)
      throws SQLException {
    delete(connection, realmId, userId, device.key());
    List<String> newest = keys(connection, realmId, userId);
    for (String old : newest.subList(Math.min(MOST - 1, newest.size()), newest.size())) {
      delete(connection, realmId, userId, old);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO FS_TRUSTED_DEVICE (REALM_ID, USER_ID, DEVICE_KEY, PROOF, SINCE_MS,"
                + " UNTIL_MS, BROWSER) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      statement.setString(3, device.key());
      statement.setString(4, device.proof());
      statement.setLong(5, device.since().toEpochMilli());
      statement.setLong(6, device.until().toEpochMilli());
      statement.setString(7, device.browser());
      statement.executeUpdate();
    }
  }

  private static List<String> keys(Connection connection, String realmId, String userId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT DEVICE_KEY FROM FS_TRUSTED_DEVICE WHERE REALM_ID = ? AND USER_ID = ?"
                + " ORDER BY SINCE_MS DESC")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      List<String> keys = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          keys.add(rows.getString(1));
        }
      }
      return keys;
    }
  }

  /**
   * Forgets one browser of a user, or with null all of them, by plain JDBC.
   *
   * @return how many were known
   */
  public static int delete(
      Connection connection, String realmId, String userId, @Nullable String key)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM FS_TRUSTED_DEVICE WHERE REALM_ID = ? AND USER_ID = ?"
                + (key == null ? "" : " AND DEVICE_KEY = ?"))) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      if (key != null) {
        statement.setString(3, key);
      }
      return statement.executeUpdate();
    }
  }

  /** A user's, newest first, lapsed or not. */
  public List<TrustedDevice> list(String realmId, String userId) {
    return entities
        .createQuery(
            "select e from TrustedDeviceEntity e where e.realmId = :realm and e.userId = :user"
                + " order by e.sinceMillis desc",
            TrustedDeviceEntity.class)
        .setParameter("realm", realmId)
        .setParameter("user", userId)
        .getResultStream()
        .map(
            entity ->
                new TrustedDevice(
                    entity.deviceKey,
                    entity.proof,
                    Instant.ofEpochMilli(entity.sinceMillis),
                    Instant.ofEpochMilli(entity.untilMillis),
                    entity.browser))
        .toList();
  }

  /** Deletes what has lapsed before a time; returns how many rows went. */
  public int deleteLapsed(Instant time) {
    return entities
        .createQuery("delete from TrustedDeviceEntity e where e.untilMillis < :time")
        .setParameter("time", time.toEpochMilli())
        .executeUpdate();
  }
}
