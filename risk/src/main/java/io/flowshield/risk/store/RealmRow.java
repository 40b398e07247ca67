package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.jpa.entities.RealmEntity;

/** The row of a realm in Keycloak's own table: changes of its settings go through it one by one. */
public final class RealmRow {
  private RealmRow() {}

  /**
   * Waits until no other transaction holds the row, and holds it until the session's ends.
   *
   * @return our realm attributes as they are now, whatever this node or session has read before
   * @throws RuntimeException when the wait is longer than a request may take
   */
  public static Map<String, String> lock(KeycloakSession session, String realmId) {
    Map<String, String> current =
        Guard.connection(
            session,
            connection -> {
              try (PreparedStatement row =
                  connection.prepareStatement("SELECT ID FROM REALM WHERE ID = ? FOR UPDATE")) {
                row.setString(1, realmId);
                row.executeQuery().close();
              }
              Map<String, String> attributes = new HashMap<>();
              try (PreparedStatement read =
                  connection.prepareStatement(
                      "SELECT NAME, VALUE FROM REALM_ATTRIBUTE WHERE REALM_ID = ?"
                          + " AND NAME LIKE 'flowshield.%'")) {
                read.setString(1, realmId);
                try (ResultSet rows = read.executeQuery()) {
                  while (rows.next()) {
                    String value = rows.getString(2);
                    attributes.put(rows.getString(1), value == null ? "" : value);
                  }
                }
              }
              return attributes;
            });
    forget(session, realmId);
    return current;
  }

  /**
   * The session may have read the realm before it waited. What is written on top of that would be
   * compared with what was there then: a row would be inserted twice, or a change left out.
   */
  private static void forget(KeycloakSession session, String realmId) {
    EntityManager entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    RealmEntity realm = entities.find(RealmEntity.class, realmId);
    if (realm != null) {
      // Refreshing the realm reads the collection again, but not the rows that are known already.
      List.copyOf(realm.getAttributes()).forEach(entities::detach);
      entities.refresh(realm);
    }
  }
}
