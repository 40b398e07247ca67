package io.flowshield.risk.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.cfg.MappingSettings;
import org.jspecify.annotations.Nullable;

/**
 * What our plain statements need of a PostgreSQL transaction: their {@link Limits}, and the schema
 * that Keycloak was told to use ({@code --db-schema}), which only Hibernate writes in front of a
 * table's name by itself. Set until the transaction's end or until put back, whichever comes first.
 */
final class LocalSettings {
  private static final List<String> NAMES =
      List.of("lock_timeout", "statement_timeout", "search_path");
  private static final String READ =
      "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'),"
          + " current_setting('search_path')";

  private final Limits limits;
  private final @Nullable String schema;

  private LocalSettings(Limits limits, @Nullable String schema) {
    this.limits = limits;
    this.schema = schema;
  }

  static LocalSettings of(Limits limits, EntityManager entities) {
    Object schema =
        entities.getEntityManagerFactory().getProperties().get(MappingSettings.DEFAULT_SCHEMA);
    return new LocalSettings(limits, schema == null ? null : schema.toString());
  }

  /** In the schema that the connection has by itself. */
  static LocalSettings of(Limits limits) {
    return new LocalSettings(limits, null);
  }

  /**
   * Sets them, and then runs one more statement in the same round trip.
   *
   * @param then SQL, may be empty
   * @return SQL that puts the settings back; empty when there is nothing to put back
   */
  String set(Connection connection, String then) throws SQLException {
    boolean postgres = isPostgres(connection);
    if (!postgres && then.isEmpty()) {
      return "";
    }
    try (Statement statement = connection.createStatement()) {
      if (!postgres) {
        statement.execute(then);
        return "";
      }
      // The first of several statements whose results come together.
      statement.execute(joined(READ, change(), then));
      try (ResultSet before = statement.getResultSet()) {
        before.next();
        List<String> values = new ArrayList<>();
        for (int column = 1; column <= NAMES.size(); column++) {
          values.add(literal(before.getString(column)));
        }
        return select(values);
      }
    }
  }

  /** Lets the rest of a transaction write nothing, where the database can be told so. */
  static void readOnly(Connection connection) throws SQLException {
    if (isPostgres(connection)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TRANSACTION READ ONLY");
      }
    }
  }

  private static boolean isPostgres(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private String change() {
    return select(
        List.of(
            literal(Integer.toString(limits.lockMillis())),
            literal(Integer.toString(limits.statementMillis())),
            schema == null
                ? "current_setting('search_path')"
                : "concat_ws(', ', "
                    + literal(schema)
                    + ", nullif(current_setting('search_path'), ''))"));
  }

  private static String select(List<String> values) {
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < NAMES.size(); i++) {
      calls.add("set_config('" + NAMES.get(i) + "', " + values.get(i) + ", true)");
    }
    return "SELECT " + String.join(", ", calls);
  }

  static String joined(String... statements) {
    return String.join("; ", List.of(statements).stream().filter(sql -> !sql.isEmpty()).toList());
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
