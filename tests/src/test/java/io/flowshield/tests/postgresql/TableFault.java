package io.flowshield.tests.postgresql;

import io.flowshield.tests.stack.KeycloakDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What can be wrong with a table on PostgreSQL, from where it is made until it is closed. */
enum TableFault {
  /** Another session holds it, as a migration or a vacuum that rewrites it does. */
  LOCKED {
    @Override
    Broken on(KeycloakDatabase database, String table) throws SQLException {
      Connection holder = database.open();
      holder.setAutoCommit(false);
      execute(holder, "SET lock_timeout = '10s'");
      execute(holder, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
      return () -> {
        holder.rollback();
        holder.close();
      };
    }
  },

  /** Each statement takes a minute. */
  SLOW {
    @Override
    Broken on(KeycloakDatabase database, String table) throws SQLException {
      return behaving(database, table, "PERFORM pg_sleep(60);");
    }
  },

  /** Each statement fails. */
  RAISING {
    @Override
    Broken on(KeycloakDatabase database, String table) throws SQLException {
      return behaving(database, table, "RAISE EXCEPTION 'the disk is full';");
    }
  },

  /** There is no such table. */
  GONE {
    @Override
    Broken on(KeycloakDatabase database, String table) throws SQLException {
      change(database, "ALTER TABLE " + table + " RENAME TO FS_AWAY");
      return () -> change(database, "ALTER TABLE FS_AWAY RENAME TO " + table);
    }
  };

  /** A broken table; closing it is the repair. */
  interface Broken extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  abstract Broken on(KeycloakDatabase database, String table) throws SQLException;

  /**
   * Writes meet a trigger. Reads have none, so they go through a view over a function that does the
   * same; PostgreSQL never inlines one in PL/pgSQL, so it runs even where no row would be found.
   */
  private static Broken behaving(KeycloakDatabase database, String table, String behaviour)
      throws SQLException {
    change(
        database,
        "CREATE FUNCTION fs_fault_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            + behaviour
            + " RETURN NEW; END $$",
        "CREATE TRIGGER fs_fault BEFORE INSERT OR UPDATE ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION fs_fault_write()",
        "ALTER TABLE " + table + " RENAME TO FS_AWAY",
        "CREATE FUNCTION fs_fault_read() RETURNS SETOF FS_AWAY LANGUAGE plpgsql"
            + " SET search_path FROM CURRENT AS $$ BEGIN "
            + behaviour
            + " RETURN QUERY SELECT * FROM FS_AWAY; END $$",
        "CREATE VIEW " + table + " AS SELECT * FROM fs_fault_read()",
        // Inserts reach the table, and its trigger, past the view.
        "CREATE FUNCTION fs_fault_insert() RETURNS trigger LANGUAGE plpgsql"
            + " SET search_path FROM CURRENT AS"
            + " $$ BEGIN INSERT INTO FS_AWAY SELECT NEW.*; RETURN NEW; END $$",
        "CREATE TRIGGER fs_fault INSTEAD OF INSERT ON "
            + table
            + " FOR EACH ROW EXECUTE FUNCTION fs_fault_insert()");
    return () ->
        change(
            database,
            "DROP VIEW " + table,
            "DROP FUNCTION fs_fault_insert, fs_fault_read",
            "DROP TRIGGER fs_fault ON FS_AWAY",
            "DROP FUNCTION fs_fault_write",
            "ALTER TABLE FS_AWAY RENAME TO " + table);
  }

  /** All or nothing, and not for ever. */
  private static void change(KeycloakDatabase database, String... statements) throws SQLException {
    try (Connection connection = database.open()) {
      connection.setAutoCommit(false);
      execute(connection, "SET lock_timeout = '45s'");
      for (String statement : List.of(statements)) {
        execute(connection, statement);
      }
      connection.commit();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
