package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** What signals said, one row for each realm, door and day; all nodes add to the same rows. */
public final class SignalHealthStore {
  private final EntityManager entities;

  public SignalHealthStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /**
   * Adds to a day. Who commits second fails by the optimistic lock or the primary key and tries
   * again in a new transaction.
   */
  public void add(String realmId, String schemaName, long epochDay, SignalCounts counts) {
    SignalHealthEntity entity =
        entities.find(
            SignalHealthEntity.class, new SignalHealthEntity.Key(realmId, schemaName, epochDay));
    boolean fresh = entity == null;
    if (entity == null) {
      entity = new SignalHealthEntity();
      entity.realmId = realmId;
      entity.schemaName = schemaName;
      entity.epochDay = epochDay;
    }
    entity.counts = SignalCounts.decoded(entity.counts).plus(counts).encoded();
    if (fresh) {
      entities.persist(entity);
    }
    entities.flush();
  }

  /** The sum over the days from one on. */
  public SignalCounts since(String realmId, String schemaName, long firstDay) {
    List<byte[]> days =
        entities
            .createQuery(
                "select e.counts from SignalHealthEntity e where e.realmId = :realm"
                    + " and e.schemaName = :schema and e.epochDay >= :first",
                byte[].class)
            .setParameter("realm", realmId)
            .setParameter("schema", schemaName)
            .setParameter("first", firstDay)
            .getResultList();
    return days.stream().map(SignalCounts::decoded).reduce(SignalCounts.NONE, SignalCounts::plus);
  }

  /** Deletes older days; returns how many rows went. */
  public int deleteBefore(long firstDay) {
    return entities
        .createQuery("delete from SignalHealthEntity e where e.epochDay < :first")
        .setParameter("first", firstDay)
        .executeUpdate();
  }
}
