package io.flowshield.tests.stack;

import io.flowshield.demo.Database;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The databases of a run's stacks, chosen by the system property {@code flowshield.database}:
 * {@code h2} (a file in Keycloak's folder; the default) or {@code postgresql}. PostgreSQL is
 * started here, or it is the given one: {@code flowshield.postgresql} with a JDBC address, {@code
 * flowshield.postgresql.user} and {@code flowshield.postgresql.password}; each stack gets a schema
 * of its own in there, which is dropped at the end.
 */
public final class TestDatabase {
  private static final String CHOICE = "flowshield.database";
  private static final String GIVEN = "flowshield.postgresql";
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static @Nullable Source source;
  private static @Nullable String reason;

  /** Makes databases, and removes them. */
  private interface Source extends AutoCloseable {
    Database next() throws SQLException;

    Database inSchema() throws SQLException;

    @Override
    void close() throws Exception;
  }

  private TestDatabase() {}

  /** Whether this run's stacks use PostgreSQL. */
  public static boolean isPostgresql() {
    String choice = System.getProperty(CHOICE, "h2");
    return switch (choice) {
      case "h2" -> false;
      case "postgresql" -> true;
      default -> throw new IllegalStateException(CHOICE + " must be h2 or postgresql: " + choice);
    };
  }

  /** Skips the test, or the class, when this run's database cannot be had on this machine. */
  public static void assumeAvailable() {
    if (isPostgresql()) {
      source();
    }
  }

  /** A new one for one stack; empty where Keycloak's own file serves. */
  static Optional<Database> next() {
    if (!isPostgresql()) {
      return Optional.empty();
    }
    try {
      return Optional.of(source().next());
    } catch (SQLException e) {
      throw new IllegalStateException("no new database", e);
    }
  }

  /** A new one on PostgreSQL, in a schema that is not the user's default: {@code --db-schema}. */
  public static Database inSchema() throws SQLException {
    return source().inSchema();
  }

  private static synchronized Source source() {
    if (source == null && reason == null) {
      try {
        Source opened = open();
        source = opened;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(opened)));
      } catch (IOException e) {
        reason = e.getMessage();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    Source opened = source;
    if (opened == null) {
      return Assumptions.abort("PostgreSQL cannot be started on this machine: " + reason);
    }
    return opened;
  }

  private static Source open() throws IOException, InterruptedException {
    String given = System.getProperty(GIVEN, "");
    return given.isEmpty() ? new Started(PostgresServer.start()) : new Given(given);
  }

  private static void close(Source source) {
    try {
      source.close();
    } catch (Exception e) {
      System.err.println("PostgreSQL was not cleaned up: " + e);
    }
  }

  private static void execute(Database database, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("SET lock_timeout = '20s'");
      statement.execute(sql);
    }
  }

  private static Database newSchema(Database in, String schema) throws SQLException {
    execute(in, "CREATE SCHEMA " + schema);
    return new Database(in.kind(), in.url(), in.user(), in.password(), schema);
  }

  private record Started(PostgresServer server) implements Source {
    @Override
    public Database next() throws SQLException {
      return server.newDatabase("stack_" + NEXT.incrementAndGet());
    }

    @Override
    public Database inSchema() throws SQLException {
      return newSchema(next(), "flowshield_own");
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  /** Whoever names a server wants it used: nothing is skipped when it does not answer. */
  private static final class Given implements Source {
    private final String url;
    private final String run =
        UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    private final List<Database> made = new ArrayList<>();

    Given(String url) {
      this.url = url;
    }

    @Override
    public Database next() throws SQLException {
      return inSchema();
    }

    @Override
    public synchronized Database inSchema() throws SQLException {
      Database server =
          new Database(
              Database.Kind.POSTGRESQL,
              url,
              System.getProperty(GIVEN + ".user", ""),
              System.getProperty(GIVEN + ".password", ""),
              "");
      Database database = newSchema(server, "stack_" + run + "_" + NEXT.incrementAndGet());
      made.add(database);
      return database;
    }

    @Override
    public synchronized void close() throws SQLException {
      for (Database database : made) {
        execute(database, "DROP SCHEMA " + database.schema() + " CASCADE");
      }
    }
  }
}
