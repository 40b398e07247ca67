package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** What is required of users: one row for each of whom anything is. */
public final class RequirementStore {
  private final EntityManager entities;

  public RequirementStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** A user's row by plain JDBC, lapsed or not. */
  public static Optional<Requirement> read(Connection connection, String realmId, String userId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT KIND, SINCE_MS, UNTIL_MS, REASON, SET_BY FROM FS_REQUIREMENT"
                + " WHERE REALM_ID = ? AND USER_ID = ?")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(
                requirement(
                    rows.getString(1),
                    rows.getLong(2),
                    rows.getObject(3, Long.class),
                    rows.getString(4),
                    rows.getString(5)))
            : Optional.empty();
      }
    }
  }

  /** Takes a row of one kind away, by plain JDBC; true when there was one. */
  public static boolean fulfilled(
      Connection connection, String realmId, String userId, Requirement.Kind kind)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "DELETE FROM FS_REQUIREMENT WHERE REALM_ID = ? AND USER_ID = ? AND KIND = ?")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      statement.setString(3, kind.name());
      return statement.executeUpdate() > 0;
    }
  }

  /**
   * Sets what is required by plain JDBC, in place of what was, but for somebody who is blocked:
   * that stays.
   *
   * @return whether it was set
   * @throws SQLException also when somebody else sets the first one of this user at the same time
   */
  public static boolean setUnlessBlocked(
      Connection connection, String realmId, String userId, Requirement requirement)
      throws SQLException {
    Optional<Requirement> known = read(connection, realmId, userId);
    if (known
        .filter(old -> old.kind() == Requirement.Kind.BLOCKED && old.isOpen(requirement.since()))
        .isPresent()) {
      return false;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            known.isPresent()
                ? "UPDATE FS_REQUIREMENT SET KIND = ?, SINCE_MS = ?, UNTIL_MS = ?, REASON = ?,"
                    + " SET_BY = ? WHERE REALM_ID = ? AND USER_ID = ?"
                : "INSERT INTO FS_REQUIREMENT (KIND, SINCE_MS, UNTIL_MS, REASON, SET_BY, REALM_ID,"
                    + " USER_ID) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      Instant until = requirement.until();
      statement.setString(1, requirement.kind().name());
      statement.setLong(2, requirement.since().toEpochMilli());
      statement.setObject(3, until == null ? null : until.toEpochMilli(), Types.BIGINT);
      statement.setString(4, requirement.reason());
      statement.setString(5, requirement.setBy());
      statement.setString(6, realmId);
      statement.setString(7, userId);
      return statement.executeUpdate() > 0;
    }
  }

  /** A user's row, lapsed or not. */
  public Optional<Requirement> find(String realmId, String userId) {
    return Optional.ofNullable(entity(realmId, userId)).map(RequirementStore::requirement);
  }

  /** The same, locked until the transaction ends: nobody can change it meanwhile. */
  public Optional<Requirement> lock(String realmId, String userId) {
    RequirementEntity found =
        entities.find(
            RequirementEntity.class,
            new RequirementEntity.Key(realmId, userId),
            LockModeType.PESSIMISTIC_WRITE);
    return Optional.ofNullable(found).map(RequirementStore::requirement);
  }

  /**
   * Sets what is required, in place of what was.
   *
   * @throws jakarta.persistence.PersistenceException when somebody else sets the first one of this
   *     user at the same time
   */
  public void set(String realmId, String userId, Requirement requirement) {
    RequirementEntity known = entity(realmId, userId);
    RequirementEntity entity = known == null ? new RequirementEntity() : known;
    entity.realmId = realmId;
    entity.userId = userId;
    entity.kind = requirement.kind().name();
    entity.sinceMillis = requirement.since().toEpochMilli();
    entity.untilMillis = requirement.until() == null ? null : requirement.until().toEpochMilli();
    entity.reason = requirement.reason();
    entity.setBy = requirement.setBy();
    if (known == null) {
      entities.persist(entity);
    }
    entities.flush();
  }

  /** Lifts what is required; false when nothing was. */
  public boolean delete(String realmId, String userId) {
    RequirementEntity entity = entity(realmId, userId);
    if (entity == null) {
      return false;
    }
    entities.remove(entity);
    entities.flush();
    return true;
  }

  /** Deletes what has lapsed before a time; returns how many rows went. */
  public int deleteLapsed(Instant time) {
    return entities
        .createQuery("delete from RequirementEntity e where e.untilMillis < :time")
        .setParameter("time", time.toEpochMilli())
        .executeUpdate();
  }

  private @Nullable RequirementEntity entity(String realmId, String userId) {
    return entities.find(RequirementEntity.class, new RequirementEntity.Key(realmId, userId));
  }

  private static Requirement requirement(RequirementEntity entity) {
    return requirement(
        entity.kind, entity.sinceMillis, entity.untilMillis, entity.reason, entity.setBy);
  }

  private static Requirement requirement(
      String kind, long since, @Nullable Long until, String reason, String setBy) {
    return new Requirement(
        Requirement.Kind.valueOf(kind),
        Instant.ofEpochMilli(since),
        until == null ? null : Instant.ofEpochMilli(until),
        reason,
        setBy);
  }
}
