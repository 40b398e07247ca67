package io.flowshield.risk.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** The row of a user in Keycloak's own table: what happens to one user at once goes through it. */
public final class UserRow {
  private UserRow() {}

  /**
   * Waits until no other transaction holds the row, and holds it until the session's ends.
   *
   * @return whether the user's address is confirmed now, whatever this session has read before;
   *     empty for a user of a directory, who has no row
   * @throws RuntimeException when the wait is longer than a request may take
   */
  public static Optional<Boolean> lock(KeycloakSession session, String userId) {
    return Guard.connection(
        session,
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "SELECT EMAIL_VERIFIED FROM USER_ENTITY WHERE ID = ? FOR UPDATE")) {
            statement.setString(1, userId);
            try (ResultSet rows = statement.executeQuery()) {
              return rows.next() ? Optional.of(rows.getBoolean(1)) : Optional.empty();
            }
          }
        });
  }
}
