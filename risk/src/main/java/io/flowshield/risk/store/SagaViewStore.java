package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** The projection of sagas, for the console and the waiting page. */
public final class SagaViewStore {
  private final EntityManager entities;

  public SagaViewStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /**
   * What the waiting page tells.
   *
   * @param phase name of the step
   * @param reason code, empty while all is well
   */
  public record Progress(String phase, String reason) {}

  /**
   * Where a user's saga stands, for a login that goes on without knowing it.
   *
   * @throws RuntimeException when it cannot be read; the session's transaction is as it was before
   */
  public static Optional<Progress> progress(
      KeycloakSession session, String realmId, String userId) {
    return Guard.run(
        session,
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT PHASE, REASON FROM FS_SAGA_VIEW WHERE REALM_ID = ? AND USER_ID = ?")) {
            select.setString(1, realmId);
            select.setString(2, userId);
            try (ResultSet rows = select.executeQuery()) {
              return rows.next()
                  ? Optional.of(new Progress(rows.getString(1), text(rows.getString(2))))
                  : Optional.empty();
            }
          }
        });
  }

  public Optional<SagaView> find(String realmId, String userId) {
    return Optional.ofNullable(entity(realmId, userId)).map(SagaViewStore::view);
  }

  /**
   * Latest first.
   *
   * @param phase only these; null for all
   */
  public List<SagaView> list(String realmId, @Nullable String phase, int first, int max) {
    TypedQuery<SagaViewEntity> query =
        entities.createQuery(
            "select s from SagaViewEntity s where s.realmId = :realm"
                + (phase == null ? "" : " and s.phase = :phase")
                + " order by s.updatedMillis desc, s.userId",
            SagaViewEntity.class);
    query.setParameter("realm", realmId);
    if (phase != null) {
      query.setParameter("phase", phase);
    }
    return query
        .setFirstResult(first)
        .setMaxResults(max)
        .getResultStream()
        .map(SagaViewStore::view)
        .toList();
  }

  /**
   * Keeps what the worker told. A final phase stays: a report that was delayed on its way does not
   * bring the same saga back to life.
   */
  public void save(SagaView view) {
    SagaViewEntity entity = entity(view.realmId(), view.userId());
    boolean fresh = entity == null;
    if (entity == null) {
      entity = new SagaViewEntity();
      entity.realmId = view.realmId();
      entity.userId = view.userId();
    } else if (view(entity).isFinal()
        && !view.isFinal()
        && view.workflowId().equals(entity.workflowId)) {
      return;
    }
    entity.workflowId = view.workflowId();
    entity.phase = view.phase();
    entity.score = view.score();
    entity.level = view.level();
    entity.modelVersion = cut(view.modelVersion(), 120);
    entity.reason = cut(view.reason(), 60);
    entity.detail = cut(view.detail(), 1000);
    entity.provisioned = cut(String.join(",", view.provisioned()), 2000);
    entity.attempt = view.attempt();
    entity.updatedMillis = view.updated().toEpochMilli();
    if (fresh) {
      entities.persist(entity);
    }
    entities.flush();
  }

  /** Notes why a registration was withdrawn, when the saga has told of itself before. */
  public void noteReason(String realmId, String userId, String reason) {
    SagaViewEntity entity = entity(realmId, userId);
    if (entity != null) {
      entity.reason = cut(reason, 60);
    }
  }

  /** Notes what goes wrong, when the saga has told of itself before. */
  public void noteDetail(String realmId, String userId, String detail, Instant now) {
    SagaViewEntity entity = entity(realmId, userId);
    if (entity != null) {
      entity.detail = cut(detail, 1000);
      entity.updatedMillis = now.toEpochMilli();
    }
  }

  public void delete(String realmId, String userId) {
    SagaViewEntity entity = entity(realmId, userId);
    if (entity != null) {
      entities.remove(entity);
    }
  }

  private @Nullable SagaViewEntity entity(String realmId, String userId) {
    return entities.find(SagaViewEntity.class, new SagaViewEntity.Key(realmId, userId));
  }

  private static SagaView view(SagaViewEntity entity) {
    String provisioned = text(entity.provisioned);
    return new SagaView(
        entity.realmId,
        entity.userId,
        text(entity.workflowId),
        entity.phase,
        entity.score,
        entity.level,
        text(entity.modelVersion),
        text(entity.reason),
        text(entity.detail),
        provisioned.isEmpty() ? List.of() : List.of(provisioned.split(",")),
        entity.attempt,
        Instant.ofEpochMilli(entity.updatedMillis));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
