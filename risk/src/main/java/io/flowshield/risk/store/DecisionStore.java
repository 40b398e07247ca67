package io.flowshield.risk.store;

import io.flowshield.ml.context.Door;
import io.flowshield.ml.profile.LearntLogin;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Decisions in the session's transaction. */
public final class DecisionStore {
  private static final String INSERT =
      "INSERT INTO FS_RISK_DECISION (ID, REALM_ID, USER_ID, TAKEN_MS, DOOR, CLIENT_ID, SCORE,"
          + " RISK_LEVEL, RISK_ACTION, REPORT_ONLY, REASONS, MODEL, MODEL_VERSION, FALLBACK,"
          + " FEATURE_SCHEMA, FEATURES, LATENCY_MICROS, ADDRESS_KEY, NETWORK, NETWORK_KIND)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private final EntityManager entities;

  public DecisionStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** Writes a row by plain JDBC, so that a failure leaves no broken entity behind. */
  public static void insert(Connection connection, Decision decision) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setString(1, decision.id());
      statement.setString(2, decision.realmId());
      statement.setString(3, decision.userId());
      statement.setLong(4, decision.time().toEpochMilli());
      statement.setString(5, decision.door().name());
      statement.setString(6, decision.clientId());
      statement.setDouble(7, decision.score());
      statement.setString(8, decision.level().name());
      statement.setString(9, decision.action().name());
      statement.setBoolean(10, decision.reportOnly());
      statement.setString(11, DecisionJson.reasons(decision.reasons()));
      statement.setString(12, decision.model());
      statement.setString(13, decision.modelVersion());
      statement.setString(14, decision.fallback());
      statement.setString(15, decision.vector().schema().id());
      statement.setString(16, DecisionJson.features(decision.vector()));
      statement.setLong(17, decision.latencyMicros());
      statement.setString(18, decision.addressKey());
      statement.setString(19, decision.network());
      statement.setString(20, decision.networkKind().name());
      statement.executeUpdate();
    }
  }

  public Optional<Decision> find(String realmId, String id) {
    return Optional.ofNullable(entities.find(DecisionEntity.class, id))
        .filter(entity -> entity.realmId.equals(realmId))
        .map(DecisionStore::decision);
  }

  /**
   * Notes that the login which a decision let through has completed.
   *
   * @return false when that was known, or there is no such decision
   */
  public boolean complete(String realmId, String id, Instant time) {
    return entities
            .createQuery(
                "update DecisionEntity d set d.completedMillis = :time where d.id = :id"
                    + " and d.realmId = :realm and d.completedMillis is null")
            .setParameter("time", time.toEpochMilli())
            .setParameter("id", id)
            .setParameter("realm", realmId)
            .executeUpdate()
        == 1;
  }

  /** Keeps what a decision's login taught its user's profile. */
  public void learnt(String realmId, String id, LearntLogin login) {
    entities
        .createQuery(
            "update DecisionEntity d set d.learnt = :learnt where d.id = :id"
                + " and d.realmId = :realm")
        .setParameter("learnt", login.encode())
        .setParameter("id", id)
        .setParameter("realm", realmId)
        .executeUpdate();
  }

  /** Gives out once what a decision's login taught its user's profile. */
  public Optional<LearntLogin> takeLearnt(String realmId, String id) {
    Optional<String> learnt =
        entities
            .createQuery(
                "select d.learnt from DecisionEntity d where d.id = :id and d.realmId = :realm"
                    + " and d.learnt is not null",
                String.class)
            .setParameter("id", id)
            .setParameter("realm", realmId)
            .getResultStream()
            .findFirst();
    int taken =
        entities
            .createQuery(
                "update DecisionEntity d set d.learnt = null where d.id = :id"
                    + " and d.realmId = :realm and d.learnt is not null")
            .setParameter("id", id)
            .setParameter("realm", realmId)
            .executeUpdate();
    return learnt.filter(json -> taken == 1).flatMap(LearntLogin::decode);
  }

  /**
   * Sets or, with null, takes away what was said of a decision, and nothing else of its row: the
   * learner may be writing to it.
   *
   * @return the decision as it stands now; empty when there is none
   */
  public Optional<Decision> label(String realmId, String id, @Nullable Label label) {
    entities
        .createQuery(
            "update DecisionEntity d set d.label = :label, d.labelSource = :source,"
                + " d.labelBy = :by, d.labelMillis = :time where d.id = :id"
                + " and d.realmId = :realm")
        .setParameter("label", label == null ? null : label.verdict().name())
        .setParameter("source", label == null ? null : label.source().name())
        .setParameter("by", label == null ? null : label.by())
        .setParameter("time", label == null ? null : label.time().toEpochMilli())
        .setParameter("id", id)
        .setParameter("realm", realmId)
        .executeUpdate();
    DecisionEntity entity = entities.find(DecisionEntity.class, id);
    if (entity != null) {
      entities.refresh(entity);
    }
    return find(realmId, id);
  }

  /**
   * Notes that a decision's user says it was somebody else, and labels it so unless an
   * administrator has labelled it. Of several at once, one is first.
   *
   * @return false when that was said before, or the user has no such decision
   */
  public static boolean disown(
      Connection connection, String realmId, String id, String userId, Instant time)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE FS_RISK_DECISION SET DISOWNED_MS = ? WHERE ID = ? AND REALM_ID = ?"
                + " AND USER_ID = ? AND DISOWNED_MS IS NULL")) {
      statement.setLong(1, time.toEpochMilli());
      statement.setString(2, id);
      statement.setString(3, realmId);
      statement.setString(4, userId);
      if (statement.executeUpdate() == 0) {
        return false;
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE FS_RISK_DECISION SET LABEL = ?, LABEL_SOURCE = ?, LABEL_BY = ?, LABEL_MS = ?"
                + " WHERE ID = ? AND (LABEL_SOURCE IS NULL OR LABEL_SOURCE <> ?)")) {
      statement.setString(1, Label.Verdict.FRAUD.name());
      statement.setString(2, Label.Source.USER.name());
      statement.setString(3, userId);
      statement.setLong(4, time.toEpochMilli());
      statement.setString(5, id);
      statement.setString(6, Label.Source.ADMINISTRATOR.name());
      statement.executeUpdate();
    }
    return true;
  }

  /**
   * Notes that a trusted device stands in for the second factor that a decision asked for.
   *
   * @return false when the user has no such decision
   */
  public static boolean passedOver(Connection connection, String realmId, String id, String userId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE FS_RISK_DECISION SET TRUSTED_DEVICE = TRUE WHERE ID = ? AND REALM_ID = ?"
                + " AND USER_ID = ?")) {
      statement.setString(1, id);
      statement.setString(2, realmId);
      statement.setString(3, userId);
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Newest first.
   *
   * @param userId only this user's; null for everybody's
   * @param level only this level; null for all
   * @param label only those with this label; null for all
   * @param first how many to skip, from 0
   * @param max most to return
   */
  public List<Decision> list(
      String realmId,
      @Nullable String userId,
      @Nullable RiskLevel level,
      Label.@Nullable Verdict label,
      int first,
      int max) {
    TypedQuery<DecisionEntity> query =
        entities.createQuery(
            "select d from DecisionEntity d where d.realmId = :realm"
                + (userId == null ? "" : " and d.userId = :user")
                + (level == null ? "" : " and d.level = :level")
                + (label == null ? "" : " and d.label = :label")
                + " order by d.takenMillis desc, d.id",
            DecisionEntity.class);
    query.setParameter("realm", realmId);
    if (userId != null) {
      query.setParameter("user", userId);
    }
    if (level != null) {
      query.setParameter("level", level.name());
    }
    if (label != null) {
      query.setParameter("label", label.name());
    }
    return query
        .setFirstResult(first)
        .setMaxResults(max)
        .getResultStream()
        .map(DecisionStore::decision)
        .toList();
  }

  /** The decision by which a user was registered. */
  public Optional<Decision> registration(String realmId, String userId) {
    return entities
        .createQuery(
            "select d from DecisionEntity d where d.realmId = :realm and d.userId = :user"
                + " and d.door = :door order by d.takenMillis desc",
            DecisionEntity.class)
        .setParameter("realm", realmId)
        .setParameter("user", userId)
        .setParameter("door", Door.REGISTRATION.name())
        .setMaxResults(1)
        .getResultStream()
        .map(DecisionStore::decision)
        .findFirst();
  }

  /** Registrations since a time, accepted and refused; from one prefix, or all when it is null. */
  public int countRegistrations(String realmId, @Nullable String network, Instant since) {
    TypedQuery<Long> query =
        entities.createQuery(
            "select count(d) from DecisionEntity d where d.realmId = :realm and d.door = :door"
                + " and d.takenMillis > :since"
                + (network == null ? "" : " and d.network = :network"),
            Long.class);
    query.setParameter("realm", realmId);
    query.setParameter("door", Door.REGISTRATION.name());
    query.setParameter("since", since.toEpochMilli());
    if (network != null) {
      query.setParameter("network", network);
    }
    return (int) Math.min(Integer.MAX_VALUE, query.getSingleResult());
  }

  /** Users registered from a prefix since a time, oldest first. */
  public List<String> registeredUsers(String realmId, String network, Instant since, int max) {
    return entities
        .createQuery(
            "select d.userId from DecisionEntity d where d.realmId = :realm and d.door = :door"
                + " and d.network = :network and d.takenMillis > :since and d.userId is not null"
                + " order by d.takenMillis",
            String.class)
        .setParameter("realm", realmId)
        .setParameter("door", Door.REGISTRATION.name())
        .setParameter("network", network)
        .setParameter("since", since.toEpochMilli())
        .setMaxResults(max)
        .getResultList();
  }

  /**
   * Deletes a batch of a realm's old decisions.
   *
   * @return how many went
   */
  public int deleteBefore(String realmId, Instant time, int batch) {
    List<String> ids =
        entities
            .createQuery(
                "select d.id from DecisionEntity d where d.realmId = :realm"
                    + " and d.takenMillis < :time order by d.takenMillis",
                String.class)
            .setParameter("realm", realmId)
            .setParameter("time", time.toEpochMilli())
            .setMaxResults(batch)
            .getResultList();
    if (ids.isEmpty()) {
      return 0;
    }
    return entities
        .createQuery("delete from DecisionEntity d where d.id in :ids")
        .setParameter("ids", ids)
        .executeUpdate();
  }

  private static Decision decision(DecisionEntity entity) {
    return new Decision(
        entity.id,
        entity.realmId,
        entity.userId,
        Instant.ofEpochMilli(entity.takenMillis),
        Door.valueOf(entity.door),
        entity.clientId,
        entity.score,
        RiskLevel.valueOf(entity.level),
        Action.valueOf(entity.action),
        entity.reportOnly,
        DecisionJson.reasons(entity.reasons),
        entity.model,
        entity.modelVersion,
        entity.fallback,
        DecisionJson.vector(entity.schema, entity.features),
        entity.latencyMicros,
        entity.addressKey == null ? "" : entity.addressKey,
        entity.network == null ? "" : entity.network,
        entity.networkKind == null
            ? Network.Kind.UNKNOWN
            : Network.Kind.valueOf(entity.networkKind),
        label(entity),
        entity.disownedMillis == null ? null : Instant.ofEpochMilli(entity.disownedMillis),
        Boolean.TRUE.equals(entity.trustedDevice));
  }

  private static @Nullable Label label(DecisionEntity entity) {
    return entity.label == null
            || entity.labelSource == null
            || entity.labelBy == null
            || entity.labelMillis == null
        ? null
        : new Label(
            Label.Verdict.valueOf(entity.label),
            Label.Source.valueOf(entity.labelSource),
            entity.labelBy,
            Instant.ofEpochMilli(entity.labelMillis));
  }
}
