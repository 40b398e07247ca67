package io.flowshield.tests.existing;

import io.flowshield.demo.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a server has left in its database.
 *
 * @param rows of every table
 * @param events in the order in which they were stored, without what is random
 * @param adminEvents likewise
 */
record Snapshot(Map<String, Long> rows, List<String> events, List<String> adminEvents) {

  static Snapshot of(Database database) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            database.url() + ";IFEXISTS=TRUE", database.user(), database.password())) {
      Map<String, Long> rows = new TreeMap<>();
      for (String table :
          column(
              connection,
              "select TABLE_NAME from INFORMATION_SCHEMA.TABLES where TABLE_SCHEMA = 'PUBLIC'")) {
        rows.put(
            table,
            Long.valueOf(column(connection, "select count(*) from \"" + table + "\"").get(0)));
      }
      return new Snapshot(
          rows,
          column(
              connection,
              "select concat_ws(' ', TYPE, ERROR, CLIENT_ID, USER_ID, IP_ADDRESS, REALM_ID,"
                  + " coalesce(DETAILS_JSON_LONG_VALUE, DETAILS_JSON)) from EVENT_ENTITY"
                  + " order by EVENT_TIME, TYPE"),
          column(
              connection,
              "select concat_ws(' ', OPERATION_TYPE, RESOURCE_TYPE, RESOURCE_PATH, ERROR,"
                  + " REPRESENTATION) from ADMIN_EVENT_ENTITY order by ADMIN_EVENT_TIME"));
    }
  }

  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> column = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        column.add(Masks.apply(rows.getString(1)));
      }
    }
    return column;
  }
}
