package io.flowshield.risk.store;

import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.ProfileCodec;
import io.flowshield.ml.profile.ProfileLearner;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * What was learnt of users and realms. A row that a newer release wrote is left alone: it reads as
 * a cold start and is not overwritten.
 */
public final class ProfileStore {
  private final EntityManager entities;

  public ProfileStore(KeycloakSession session) {
    this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  /** A user's profile by plain JDBC; {@link LoginProfile#EMPTY} when there is none. */
  public static LoginProfile profile(Connection connection, String realmId, String userId)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT PROFILE FROM FS_USER_PROFILE WHERE REALM_ID = ? AND USER_ID = ?")) {
      statement.setString(1, realmId);
      statement.setString(2, userId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? ProfileCodec.decodeProfile(rows.getBytes(1)).value()
            : LoginProfile.EMPTY;
      }
    }
  }

  /** A realm's population by plain JDBC; {@link Population#EMPTY} when nothing was learnt. */
  public static Population population(Connection connection, String realmId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT COUNTS FROM FS_POPULATION WHERE REALM_ID = ?")) {
      statement.setString(1, realmId);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? ProfileCodec.decodePopulation(rows.getBytes(1)).value()
            : Population.EMPTY;
      }
    }
  }

  /** A user's profile; empty when nothing was learnt, or by a newer release. */
  public Optional<LoginProfile> find(String realmId, String userId) {
    return Optional.ofNullable(
            entities.find(UserProfileEntity.class, new UserProfileEntity.Key(realmId, userId)))
        .map(entity -> ProfileCodec.decodeProfile(entity.profile))
        .filter(decoded -> decoded.status() != ProfileCodec.Status.UNKNOWN_VERSION)
        .map(ProfileCodec.Decoded::value);
  }

  /** Forgets how a password was typed. Returns false when nothing was known. */
  public boolean forgetTyping(String realmId, String userId) {
    return forget(
        realmId,
        userId,
        profile -> !profile.typing().baselines().isEmpty(),
        ProfileLearner::forgetTyping);
  }

  /**
   * Forgets what the capture script told. Returns false when nothing was known.
   *
   * @throws jakarta.persistence.PersistenceException when something is learnt at the same time
   */
  public boolean forgetBehaviour(String realmId, String userId) {
    return forget(
        realmId,
        userId,
        profile ->
            !profile.typing().baselines().isEmpty()
                || !profile.roundTrips().equals(LoginProfile.RoundTrips.NONE),
        ProfileLearner::forgetBehaviour);
  }

  private boolean forget(
      String realmId,
      String userId,
      Predicate<LoginProfile> known,
      UnaryOperator<LoginProfile> forgetting) {
    UserProfileEntity entity =
        entities.find(UserProfileEntity.class, new UserProfileEntity.Key(realmId, userId));
    if (entity == null) {
      return false;
    }
    ProfileCodec.Decoded<LoginProfile> decoded = ProfileCodec.decodeProfile(entity.profile);
    if (!known.test(decoded.value())) {
      return false;
    }
    entity.profile = ProfileCodec.encode(forgetting.apply(decoded.value()));
    entities.flush();
    return true;
  }

  /**
   * Changes a user's profile. Who commits second fails by the optimistic lock or the primary key
   * and tries again in a new transaction.
   *
   * @return what stood in the row before
   */
  public LoginProfile updateProfile(
      String realmId, String userId, Instant now, UnaryOperator<LoginProfile> change) {
    UserProfileEntity entity =
        entities.find(UserProfileEntity.class, new UserProfileEntity.Key(realmId, userId));
    boolean fresh = entity == null;
    if (entity == null) {
      entity = new UserProfileEntity();
      entity.realmId = realmId;
      entity.userId = userId;
    }
    ProfileCodec.Decoded<LoginProfile> decoded = ProfileCodec.decodeProfile(entity.profile);
    if (decoded.status() == ProfileCodec.Status.UNKNOWN_VERSION) {
      return decoded.value();
    }
    entity.profile = ProfileCodec.encode(change.apply(decoded.value()));
    entity.updatedMillis = now.toEpochMilli();
    if (fresh) {
      entities.persist(entity);
    }
    entities.flush();
    return decoded.value();
  }

  /** A realm's population; {@link Population#EMPTY} when nothing was learnt. */
  public Population population(String realmId) {
    PopulationEntity entity = entities.find(PopulationEntity.class, realmId);
    return entity == null ? Population.EMPTY : ProfileCodec.decodePopulation(entity.counts).value();
  }

  /**
   * Changes a realm's population, as {@link #updateProfile} does a profile.
   *
   * @return what stands in the row afterwards
   */
  public Population updatePopulation(
      String realmId, Instant now, UnaryOperator<Population> change) {
    PopulationEntity entity = entities.find(PopulationEntity.class, realmId);
    boolean fresh = entity == null;
    if (entity == null) {
      entity = new PopulationEntity();
      entity.realmId = realmId;
    }
    ProfileCodec.Decoded<Population> decoded = ProfileCodec.decodePopulation(entity.counts);
    Population changed = change.apply(decoded.value());
    if (decoded.status() == ProfileCodec.Status.UNKNOWN_VERSION) {
      return changed;
    }
    entity.counts = ProfileCodec.encode(changed);
    entity.updatedMillis = now.toEpochMilli();
    if (fresh) {
      entities.persist(entity);
    }
    entities.flush();
    return changed;
  }
}
