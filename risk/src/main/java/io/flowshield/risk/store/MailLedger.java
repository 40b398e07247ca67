package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Remembers which mails went out, so that a repeated request sends nothing. */
public final class MailLedger {
  private final KeycloakSession session;
  private final EntityManager entities;

  public MailLedger(KeycloakSession session) {
    this.session = session;
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /**
   * Takes a key for this transaction. A second one that wants it waits until this one has ended.
   *
   * @return false when a mail has already gone out under the key
   */
  public boolean take(String realmId, String key, String userId, Instant now) {
    if (entities.find(MailSentEntity.class, new MailSentEntity.Key(realmId, key)) != null) {
      return false;
    }
    return Guard.connection(
        session,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "INSERT INTO FS_MAIL_SENT (REALM_ID, MAIL_KEY, USER_ID, SENT_MS)"
                      + " VALUES (?, ?, ?, ?)")) {
            statement.setString(1, realmId);
            statement.setString(2, key);
            statement.setString(3, userId);
            statement.setLong(4, now.toEpochMilli());
            return statement.executeUpdate() == 1;
          } catch (SQLException e) {
            throw new IllegalStateException("Another request is sending the same mail", e);
          }
        });
  }

  /** Gives a key back after a failure, so that the next request sends. */
  public void release(String realmId, String key) {
    entities
        .createQuery("delete from MailSentEntity m where m.realmId = :realm and m.key = :key")
        .setParameter("realm", realmId)
        .setParameter("key", key)
        .executeUpdate();
  }

  /** Forgets keys older than a time; workflows repeat a request for days, not for months. */
  public int deleteBefore(Instant time) {
    return entities
        .createQuery("delete from MailSentEntity m where m.sentMillis < :time")
        .setParameter("time", time.toEpochMilli())
        .executeUpdate();
  }
}
