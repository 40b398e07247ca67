package io.flowshield.risk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringWriter;
import java.nio.file.Path;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.DatabaseFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The change log, as Keycloak runs it at its start, on databases of which only the name is there.
 */
class OtherDatabasesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"mariadb", "mysql", "mssql", "oracle", "cockroachdb"})
  void a_database_that_we_do_not_know_is_refused_with_what_to_do_about_it(String product)
      throws Exception {
    StringWriter sql = new StringWriter();

    assertThatThrownBy(() -> update(product, sql))
        .hasStackTraceContaining(
            "Flow Shield needs PostgreSQL or H2 as Keycloak's database. Change the database, or"
                + " remove Flow Shield from providers/.");
    assertThat(sql.toString()).doesNotContain("FS_");
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgresql", "h2"})
  void the_two_that_we_know_get_our_tables(String product) throws Exception {
    StringWriter sql = new StringWriter();

    update(product, sql);

    assertThat(sql.toString()).containsIgnoringCase("FS_OUTBOX (ID VARCHAR(36) NOT NULL");
  }

  private void update(String product, StringWriter sql) throws Exception {
    ClassLoaderResourceAccessor resources = new ClassLoaderResourceAccessor();
    String offline = "offline:" + product + "?changeLogFile=" + folder.resolve("changes.csv");
    try (Liquibase liquibase =
        new Liquibase(
            new FlowShieldEntitiesFactory().create(null).getChangelogLocation(),
            resources,
            DatabaseFactory.getInstance().openDatabase(offline, null, null, null, resources))) {
      liquibase.update(new Contexts(), new LabelExpression(), sql);
    }
  }
}
