package io.flowshield.tests.stack;

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
  private final String url;

  public KeycloakDatabase(KeycloakProcess keycloak) {
    url =
        "jdbc:h2:file:"
            + keycloak.database()
            + ";NON_KEYWORDS=VALUE;WRITE_DELAY=0;AUTO_SERVER=TRUE;IFEXISTS=TRUE";
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

  private Connection open() throws SQLException {
    return DriverManager.getConnection(url, "sa", "password");
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
