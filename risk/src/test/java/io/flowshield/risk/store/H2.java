package io.flowshield.risk.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.UUID;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;

/** A real H2 in memory with our tables, made by the change log that Keycloak runs. */
public final class H2 implements AutoCloseable {
  private final String url =
      "jdbc:h2:mem:"
          + UUID.randomUUID()
          + ";DB_CLOSE_DELAY=-1;NON_KEYWORDS=VALUE;LOCK_TIMEOUT=2000";
  private final Connection keeper;

  public H2() throws Exception {
    keeper = DriverManager.getConnection(url);
    Connection connection = DriverManager.getConnection(url);
    try (Liquibase liquibase =
        new Liquibase(
            new FlowShieldEntitiesFactory().create(null).getChangelogLocation(),
            new ClassLoaderResourceAccessor(),
            DatabaseFactory.getInstance()
                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
      liquibase.update(new Contexts(), new LabelExpression());
    }
  }

  /** A connection in a transaction. */
  public Connection begin() throws Exception {
    Connection connection = DriverManager.getConnection(url);
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public void close() throws Exception {
    keeper.createStatement().execute("SHUTDOWN");
  }
}
