package io.flowshield.risk.outbox;

import java.util.Map;
import org.keycloak.models.KeycloakSession;

/** Writes mandatory rows. */
public interface OutboxWriter {

  /**
   * Writes a row in the session's own transaction, so that it is committed or rolled back with what
   * it tells of, and wakes the relay after the commit.
   *
   * @return the row's id
   * @throws RuntimeException when it cannot be written; let it roll the request back
   */
  String append(
      KeycloakSession session,
      String realmId,
      String userId,
      OutboxEvent.Type type,
      Map<String, String> payload);
}
