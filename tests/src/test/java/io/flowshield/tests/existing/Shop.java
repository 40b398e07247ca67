package io.flowshield.tests.existing;

import io.flowshield.demo.Database;
import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.KeycloakDistribution;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.demo.Ports;
import io.flowshield.tests.stack.OwnStack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Servers with and without the pack, one after the other on one address, each on a database that
 * another one has left: files of H2, which can be copied.
 */
final class Shop {
  private static final String DATABASE = "data/h2/keycloakdb";

  private final DemoFolders folders = OwnStack.folders("existing");
  private final int port = Ports.free();
  private final int smtpPort;

  Shop(int smtpPort) {
    this.smtpPort = smtpPort;
  }

  /** A server that lies ready in a folder of its own. */
  KeycloakProcess lay(String name, boolean withPack) throws IOException, InterruptedException {
    Path home = folders.work().resolve(name);
    KeycloakProcess keycloak =
        KeycloakProcess.prepare(
            withPack
                ? KeycloakDistribution.of(folders, Database.Kind.H2_FILE)
                : KeycloakDistribution.withoutPack(folders, Database.Kind.H2_FILE),
            home,
            Database.h2(home.resolve(DATABASE)),
            port);
    if (withPack) {
      keycloak
          .option("spi-flowshield-risk--default--models-dir", folders.models().toString())
          .option("spi-flowshield-risk--default--budget-millis", "2000")
          .option("spi-flowshield-relay--default--temporal-address", "127.0.0.1:" + Ports.free());
    }
    return keycloak;
  }

  /** Places the realm for the first start. */
  void importInto(KeycloakProcess keycloak) throws IOException {
    keycloak.importRealm("shop", realm("shop"));
  }

  String realm(String name) throws IOException {
    try (InputStream in = Shop.class.getResourceAsStream("/existing/" + name + "-realm.json")) {
      if (in == null) {
        throw new IllegalStateException("no realm " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${SMTP_PORT}", String.valueOf(smtpPort));
    }
  }

  /** Copies a running server's database. */
  Path backup(KeycloakProcess keycloak, String name) throws SQLException, IOException {
    Path archive = folders.work().resolve(name + ".zip");
    Files.deleteIfExists(archive);
    try (Connection connection =
            DriverManager.getConnection(
                keycloak.database().url() + ";IFEXISTS=TRUE",
                keycloak.database().user(),
                keycloak.database().password());
        Statement statement = connection.createStatement()) {
      statement.execute("BACKUP TO '" + archive + "'");
    }
    return archive;
  }

  /** Gives a server that has never run the database of a backup. */
  static void restore(Path archive, KeycloakProcess keycloak) throws IOException {
    Path file = databaseFile(keycloak);
    Files.createDirectories(file.getParent());
    try (FileSystem zip = FileSystems.newFileSystem(archive)) {
      Files.copy(zip.getPath("/" + file.getFileName()), file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Gives a server that has never run the database of one that has stopped. */
  static void handOver(KeycloakProcess from, KeycloakProcess to) throws IOException {
    Files.createDirectories(databaseFile(to).getParent());
    Files.copy(databaseFile(from), databaseFile(to), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path databaseFile(KeycloakProcess keycloak) {
    return keycloak.home().resolve(DATABASE + ".mv.db");
  }
}
