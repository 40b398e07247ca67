package io.flowshield.risk.store;

import io.flowshield.risk.session.DecisionNotes;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Accounts that carry our required action, found by its index and not by reading all users. */
public final class PendingAccounts {
  private final EntityManager entities;

  public PendingAccounts(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** Ids of a realm's accounts whose registration has not ended, federated ones included. */
  public List<String> of(String realmId) {
    List<String> ids = new ArrayList<>();
    for (String query :
        List.of(
            "select r.user.id from UserRequiredActionEntity r"
                + " where r.action = :action and r.user.realmId = :realm",
            "select r.userId from FederatedUserRequiredActionEntity r"
                + " where r.action = :action and r.realmId = :realm")) {
      ids.addAll(
          entities
              .createQuery(query, String.class)
              .setParameter("action", DecisionNotes.PENDING_ACTION)
              .setParameter("realm", realmId)
              .getResultList());
    }
    return ids;
  }
}
