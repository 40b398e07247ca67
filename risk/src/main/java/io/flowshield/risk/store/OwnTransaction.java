package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.SQLException;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTaskWithResult;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Transactions that nobody waits for, with {@link Limits#BACKGROUND} from their first statement on:
 * a locked table must not keep a thread and a connection for as long as it is locked.
 */
public final class OwnTransaction {
  /** PostgreSQL's codes of a lock or a statement that took longer than its limit. */
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private static final String QUERY_CANCELED = "57014";

  private OwnTransaction() {}

  /** Runs work and commits it. */
  public static <T> T run(KeycloakSessionFactory factory, KeycloakSessionTaskWithResult<T> work) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        factory,
        session -> {
          limit(session, Limits.BACKGROUND);
          return work.run(session);
        });
  }

  /**
   * Reads in a transaction that can write nothing, with {@link Limits#REQUEST}: somebody waits for
   * it, but no login does.
   */
  public static <T> T read(KeycloakSessionFactory factory, Guard.Work<T> work) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        factory,
        session -> {
          limit(session, Limits.REQUEST);
          return session
              .getProvider(JpaConnectionProvider.class)
              .getEntityManager()
              .unwrap(Session.class)
              .doReturningWork(
                  connection -> {
                    LocalSettings.readOnly(connection);
                    return work.on(connection);
                  });
        });
  }

  /** True when a transaction failed because it would have taken too long: so will the next. */
  public static boolean gaveUp(Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && (LOCK_NOT_AVAILABLE.equals(sql.getSQLState())
              || QUERY_CANCELED.equals(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  /** Sets limits for the rest of a transaction, of which every statement is our business. */
  public static void limit(KeycloakSession session, Limits limits) {
    EntityManager entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    LocalSettings settings = LocalSettings.of(limits, entities);
    entities.unwrap(Session.class).doWork(connection -> settings.set(connection, ""));
  }
}
