package io.flowshield.tests.stack;

import io.flowshield.demo.Database;
import io.flowshield.demo.KeycloakProcess;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keycloak's own database, opened beside the running server. */
public final class KeycloakDatabase {
  /** A column of one of our tables. */
  public record Column(String table, String name, boolean binary) {
    @Override
    public String toString() {
      return table + "." + name;
    }
  }

  private final Database database;

  public KeycloakDatabase(KeycloakProcess keycloak) {
    this.database = keycloak.database();
  }

  /** Every column of our tables, names in upper case. */
  public List<Column> ours() throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (String column :
        column(
            "select upper(TABLE_NAME || '.' || COLUMN_NAME) || '.' || upper(DATA_TYPE)"
                + " from INFORMATION_SCHEMA.COLUMNS where upper(TABLE_NAME) like 'FS^_%' escape '^'"
                + " and TABLE_SCHEMA = CURRENT_SCHEMA order by 1")) {
      String[] parts = column.split("\\.", 3);
      boolean binary = parts[2].startsWith("BINARY") || parts[2].equals("BYTEA");
      columns.add(new Column(parts[0], parts[1], binary));
    }
    return columns;
  }

  /** SQL for a binary column's bytes in lower-case hexadecimal. */
  public String hex(String column) {
    return database.kind() == Database.Kind.POSTGRESQL
        ? "encode(" + column + ", 'hex')"
        : "lower(rawtohex(" + column + "))";
  }

  /** The first column of every row, as text. */
  public List<String> column(String sql, String... values) throws SQLException {
    List<String> column = new ArrayList<>();
    try (Connection connection = open();
        PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        column.add(rows.getString(1));
      }
    }
    return column;
  }

  /** The number that a {@code select count(*)} gives. */
  public long count(String sql, String... values) throws SQLException {
    return Long.parseLong(column(sql, values).get(0));
  }

  /** Changes rows and answers how many. */
  public int update(String sql, String... values) throws SQLException {
    try (Connection connection = open();
        PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  /** A connection of its own; the caller closes it. */
  public Connection open() throws SQLException {
    boolean h2 = database.kind() == Database.Kind.H2_FILE;
    Connection connection =
        DriverManager.getConnection(
            h2 ? database.url() + ";IFEXISTS=TRUE" : database.url(),
            database.user(),
            database.password());
    if (!database.schema().isEmpty()) {
      connection.setSchema(database.schema());
    }
    return connection;
  }

  private static PreparedStatement prepare(Connection connection, String sql, String... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setString(i + 1, values[i]);
    }
    return statement;
  }
}
