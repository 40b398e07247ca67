package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Deletes what is known of a user or a realm, in the transaction that removes it. */
public final class Erasure {
  private static final List<String> PERSONAL =
      List.of(
          UserProfileEntity.class.getSimpleName(),
          DecisionEntity.class.getSimpleName(),
          MailSentEntity.class.getSimpleName(),
          RequirementEntity.class.getSimpleName(),
          CaptureChoiceEntity.class.getSimpleName(),
          TrustedDeviceEntity.class.getSimpleName());

  private final KeycloakSession session;
  private final EntityManager entities;

  public Erasure(KeycloakSession session) {
    this.session = session;
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /**
   * Deletes a user's rows. The outbox keeps its own, ids and codes only, until they are delivered.
   *
   * @param keepSaga true while a running saga still has to withdraw what it did
   */
  public void user(String realmId, String userId, boolean keepSaga) {
    Guard.entities(
        session,
        Limits.REQUEST,
        () -> {
          PERSONAL.forEach(entity -> delete(entity, realmId, userId));
          if (!keepSaga) {
            delete(SagaViewEntity.class.getSimpleName(), realmId, userId);
          }
        });
  }

  /** Deletes a realm's rows, the outbox's too: nobody could act on them any more. */
  public void realm(String realmId) {
    Guard.entities(session, Limits.REMOVAL, () -> rows(realmId));
  }

  private void rows(String realmId) {
    PERSONAL.forEach(entity -> delete(entity, realmId));
    delete(SagaViewEntity.class.getSimpleName(), realmId);
    delete(PopulationEntity.class.getSimpleName(), realmId);
    delete(SignalHealthEntity.class.getSimpleName(), realmId);
    delete(ReceivedSignalEntity.class.getSimpleName(), realmId);
    for (String table : List.of("FS_OUTBOX", "FS_OUTBOX_LANE")) {
      entities
          .createNativeQuery("DELETE FROM {h-schema}" + table + " WHERE REALM_ID = ?1")
          .setParameter(1, realmId)
          .executeUpdate();
    }
  }

  private void delete(String entity, String realmId, String userId) {
    entities
        .createQuery("delete from " + entity + " e where e.realmId = :realm and e.userId = :user")
        .setParameter("realm", realmId)
        .setParameter("user", userId)
        .executeUpdate();
  }

  private void delete(String entity, String realmId) {
    entities
        .createQuery("delete from " + entity + " e where e.realmId = :realm")
        .setParameter("realm", realmId)
        .executeUpdate();
  }
}
