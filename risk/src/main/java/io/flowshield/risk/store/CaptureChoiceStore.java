package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** What users chose about the capture of their behaviour: one row for each who chose. */
public final class CaptureChoiceStore {
  private final EntityManager entities;

  public CaptureChoiceStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** A user's choice by plain JDBC; null when none was made. */
  public static @Nullable Boolean read(Connection connection, String realmId, String userId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT CAPTURE FROM FS_CAPTURE_CHOICE WHERE REALM_ID = ? AND USER_ID = ?")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getBoolean(1) : null;
      }
    }
  }

  /** A user's choice. */
  public Optional<CaptureChoice> find(String realmId, String userId) {
    return Optional.ofNullable(entity(realmId, userId))
        .map(
            entity ->
                new CaptureChoice(
                    entity.capture, Instant.ofEpochMilli(entity.sinceMillis), entity.setBy));
  }

  /**
   * Sets a choice in place of an earlier one.
   *
   * @throws jakarta.persistence.PersistenceException when somebody else sets the first one of this
   *     user at the same time
   */
  public void set(String realmId, String userId, CaptureChoice choice) {
    CaptureChoiceEntity known = entity(realmId, userId);
    CaptureChoiceEntity entity = known == null ? new CaptureChoiceEntity() : known;
    entity.realmId = realmId;
    entity.userId = userId;
    entity.capture = choice.capture();
    entity.sinceMillis = choice.since().toEpochMilli();
    entity.setBy = choice.setBy();
    if (known == null) {
      entities.persist(entity);
    }
    entities.flush();
  }

  private @Nullable CaptureChoiceEntity entity(String realmId, String userId) {
    return entities.find(CaptureChoiceEntity.class, new CaptureChoiceEntity.Key(realmId, userId));
  }
}
