package io.flowshield.risk.store;

import java.sql.PreparedStatement;
import java.time.Instant;
import org.hibernate.exception.ConstraintViolationException;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Remembers which security event tokens were taken, so that a repeated one changes nothing. */
public final class SignalLedger {
  private SignalLedger() {}

  /**
   * Takes a token for this transaction. A second one that wants it waits until this one has ended.
   *
   * @param tokenKey 64 characters that stand for issuer and id
   * @return false when it was taken before
   * @throws RuntimeException when it cannot be told
   */
  public static boolean take(
      KeycloakSession session, String realmId, String tokenKey, Instant now) {
    try {
      return Guard.run(
          session,
          connection -> {
            try (PreparedStatement statement =
                connection.prepareStatement(
                    "INSERT INTO FS_SIGNAL_RECEIVED (REALM_ID, TOKEN_KEY, RECEIVED_MS)"
                        + " VALUES (?, ?, ?)")) {
              statement.setString(1, realmId);
              statement.setString(2, tokenKey);
              statement.setLong(3, now.toEpochMilli());
              return statement.executeUpdate() == 1;
            }
          });
    } catch (ConstraintViolationException e) {
      return false;
    }
  }

  /** Forgets what is older than any token that is still taken; returns how many. */
  public static int deleteBefore(KeycloakSession session, Instant time) {
    return session
        .getProvider(JpaConnectionProvider.class)
        .getEntityManager()
        .createQuery("delete from ReceivedSignalEntity s where s.receivedMillis < :time")
        .setParameter("time", time.toEpochMilli())
        .executeUpdate();
  }
}
