package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.Session;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Our statements inside somebody else's transaction. A savepoint stands in front of them, so that
 * their failure leaves the transaction as it was (PostgreSQL refuses every further statement
 * otherwise), and on PostgreSQL a lock timeout keeps them from waiting for somebody's lock.
 *
 * <p>The savepoint is spoken in SQL: Keycloak's connection pool forbids {@link
 * Connection#rollback(java.sql.Savepoint)} inside a JTA transaction. The persistence context is not
 * touched, so nothing may go through the EntityManager in here.
 */
public final class Guard {
  private static final String OPEN = "SAVEPOINT FS_GUARD";
  private static final String BACK = "ROLLBACK TO SAVEPOINT FS_GUARD";
  private static final String CLOSE = "RELEASE SAVEPOINT FS_GUARD";

  private final Connection connection;
  private final boolean postgres;

  private Guard(Connection connection) throws SQLException {
    this.connection = connection;
    this.postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  /** Work on a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /**
   * Runs statements in the session's transaction; when they fail, the transaction is as it was
   * before them.
   *
   * @throws RuntimeException when they failed
   */
  public static <T> T run(KeycloakSession session, Work<T> work) {
    return connection(session, connection -> run(connection, work));
  }

  /** The same on a bare connection. */
  public static <T> T run(Connection connection, Work<T> work) throws SQLException {
    Guard guard = new Guard(connection);
    guard.open();
    T result;
    try {
      result = work.on(connection);
    } catch (SQLException | RuntimeException e) {
      guard.back(e);
      throw e;
    }
    guard.close();
    return result;
  }

  /** Puts everything since the guard's start back, and goes on behind the same savepoint. */
  public static void rewind(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(BACK);
    }
  }

  /** Runs statements in the session's transaction without a savepoint: a failure dooms it. */
  public static <T> T connection(KeycloakSession session, Work<T> work) {
    EntityManager entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    return entities.unwrap(Session.class).doReturningWork(work::on);
  }

  private void open() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(postgres ? OPEN + "; SET LOCAL lock_timeout = '500ms'" : OPEN);
    }
  }

  private void back(Exception cause) {
    try {
      rewind(connection);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private void close() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(postgres ? CLOSE + "; SET LOCAL lock_timeout TO DEFAULT" : CLOSE);
    }
  }
}
