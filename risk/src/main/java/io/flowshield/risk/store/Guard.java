package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Our statements inside somebody else's transaction. On PostgreSQL they give up after their {@link
 * Limits}, and what they set is put back behind them, so that Keycloak's own statements keep their
 * settings. Where a failure must not reach the transaction, a savepoint stands in front of them:
 * PostgreSQL refuses every further statement otherwise.
 *
 * <p>The savepoint is spoken in SQL: Keycloak's connection pool forbids {@link
 * Connection#rollback(java.sql.Savepoint)} inside a JTA transaction. The persistence context is not
 * touched, so nothing may go through the EntityManager in here.
 */
public final class Guard {
  private static final String GUARD = "FS_GUARD";

  /** H2 forgets a savepoint when another of its name is set. */
  private static final String INNER = "FS_GUARD_INNER";

  private Guard() {}

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs statements of a login in the session's transaction; when they fail, the transaction is as
   * it was before them.
   *
   * @throws RuntimeException when they failed
   */
  public static <T> T run(KeycloakSession session, Work<T> work) {
    return run(session, Limits.LOGIN, work);
  }

  /** The same with limits of one's own. */
  public static <T> T run(KeycloakSession session, Limits limits, Work<T> work) {
    EntityManager entities = entities(session);
    LocalSettings settings = LocalSettings.of(limits, entities);
    return on(entities, connection -> run(connection, settings, GUARD, work));
  }

  /** The same on a bare connection. */
  public static <T> T savepoint(Connection connection, Work<T> work) throws SQLException {
    return run(connection, LocalSettings.of(Limits.LOGIN), GUARD, work);
  }

  /** The same for one part of the work of a guard or of a whole transaction. */
  public static <T> T part(Connection connection, Work<T> work) throws SQLException {
    return run(connection, LocalSettings.of(Limits.LOGIN), INNER, work);
  }

  private static <T> T run(
      Connection connection, LocalSettings settings, String savepoint, Work<T> work)
      throws SQLException {
    // Set in front of the savepoint: going back to it leaves the limits where they are.
    String restore = settings.set(connection, "SAVEPOINT " + savepoint);
    return then(
        connection,
        work,
        LocalSettings.joined("RELEASE SAVEPOINT " + savepoint, restore),
        LocalSettings.joined(back(savepoint), restore));
  }

  /** Puts everything since the guard's start back, and goes on behind the same savepoint. */
  public static void rewind(Connection connection) throws SQLException {
    execute(connection, back(GUARD));
  }

  /** Runs statements in the session's transaction without a savepoint: a failure dooms it. */
  public static <T> T connection(KeycloakSession session, Work<T> work) {
    return connection(session, Limits.REQUEST, work);
  }

  /** The same with limits of one's own. */
  public static <T> T connection(KeycloakSession session, Limits limits, Work<T> work) {
    EntityManager entities = entities(session);
    LocalSettings settings = LocalSettings.of(limits, entities);
    return on(
        entities,
        connection -> {
          String restore = settings.set(connection, "");
          return then(connection, work, restore, restore);
        });
  }

  /**
   * Runs work that goes through the EntityManager in the session's transaction, with limits. A
   * failure dooms it. What Keycloak has not written yet is written before, without them.
   */
  public static void entities(KeycloakSession session, Limits limits, Runnable work) {
    EntityManager entities = entities(session);
    entities.flush();
    LocalSettings settings = LocalSettings.of(limits, entities);
    String restore = on(entities, connection -> settings.set(connection, ""));
    work.run();
    on(
        entities,
        connection -> {
          execute(connection, restore);
          return restore;
        });
  }

  private static String back(String savepoint) {
    return "ROLLBACK TO SAVEPOINT " + savepoint;
  }

  private static <T> T then(Connection connection, Work<T> work, String close, String back)
      throws SQLException {
    T result;
    try {
      result = work.on(connection);
    } catch (SQLException | RuntimeException e) {
      try {
        execute(connection, back);
      } catch (SQLException failed) {
        e.addSuppressed(failed);
      }
      throw e;
    }
    execute(connection, close);
    return result;
  }

  private static EntityManager entities(KeycloakSession session) {
    return session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }

  private static <T> T on(EntityManager entities, Work<T> work) {
    return entities.unwrap(Session.class).doReturningWork(work::on);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    if (sql.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
