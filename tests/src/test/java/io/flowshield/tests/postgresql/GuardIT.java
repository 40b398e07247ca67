package io.flowshield.tests.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.demo.Database;
import io.flowshield.risk.store.Guard;
import io.flowshield.tests.stack.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A transaction of somebody else's in which our statements fail or take too long. */
@Tag("A12")
class GuardIT {
  private Connection connection;
  private String schema = "";

  @BeforeEach
  void begin() throws Exception {
    Database database = TestDatabase.inSchema();
    connection = DriverManager.getConnection(database.url(), database.user(), database.password());
    connection.setAutoCommit(false);
    schema = database.schema();
    execute(connection, "SET lock_timeout = '7s'");
    execute(connection, "SET statement_timeout = '9s'");
    execute(connection, "SET search_path = " + schema);
    execute(connection, "CREATE TABLE theirs (id INT)");
    connection.commit();
    execute(connection, "INSERT INTO theirs VALUES (1)");
  }

  @AfterEach
  void end() throws Exception {
    if (connection != null) {
      connection.close();
    }
  }

  @Test
  void ourLimitsStandDuringOurStatementsOnly() throws Exception {
    List<String> during = Guard.savepoint(connection, GuardIT::settings);

    assertThat(during).containsExactly("500ms", "1s", schema);
    assertThat(settings(connection)).containsExactly("7s", "9s", schema);
  }

  @Test
  void aStatementThatTakesTooLongIsGivenUpAndTheTransactionGoesOn() throws Exception {
    assertThatThrownBy(
            () -> Guard.savepoint(connection, guarded -> execute(guarded, "SELECT pg_sleep(30)")))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("statement timeout");

    assertThat(settings(connection)).containsExactly("7s", "9s", schema);
    connection.commit();
    assertThat(column(connection, "SELECT count(*) FROM theirs")).containsExactly("1");
  }

  @Test
  void ourLimitsStillStandAfterARewind() throws Exception {
    List<String> after =
        Guard.savepoint(
            connection,
            guarded -> {
              assertThatThrownBy(() -> execute(guarded, "SELECT 1/0"))
                  .isInstanceOf(SQLException.class);
              Guard.rewind(guarded);
              return settings(guarded);
            });

    assertThat(after).containsExactly("500ms", "1s", schema);
    assertThat(settings(connection)).containsExactly("7s", "9s", schema);
  }

  private static List<String> settings(Connection connection) throws SQLException {
    return column(
        connection,
        "SELECT current_setting(name) FROM unnest(ARRAY['lock_timeout', 'statement_timeout',"
            + " 'search_path']) WITH ORDINALITY AS setting(name, place) ORDER BY place");
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> column = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        column.add(rows.getString(1));
      }
    }
    return column;
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }
}
