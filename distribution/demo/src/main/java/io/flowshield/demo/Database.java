package io.flowshield.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A database for one Keycloak.
 *
 * @param kind which product
 * @param url JDBC address
 * @param user who signs in to it
 * @param password with what
 * @param schema in which Keycloak's tables stand; empty for the one that the user has by default
 */
public record Database(Kind kind, String url, String user, String password, String schema) {

  /** What the pack runs on. A Keycloak is built for one of them. */
  public enum Kind {
    /** One file, for trials and tests. */
    H2_FILE("dev-file"),
    POSTGRESQL("postgres");

    private final String option;

    Kind(String option) {
      this.option = option;
    }

    /** The value of Keycloak's build option {@code db}. */
    String option() {
      return option;
    }
  }

  /**
   * A file that can be opened by others too while the server runs; each commit reaches the disk.
   *
   * @param file without H2's ending
   */
  public static Database h2(Path file) {
    return new Database(
        Kind.H2_FILE,
        "jdbc:h2:file:" + file + ";NON_KEYWORDS=VALUE;WRITE_DELAY=0;AUTO_SERVER=TRUE",
        "sa",
        "password",
        "");
  }

  /** Keycloak's server options. */
  List<String> options() {
    List<String> options =
        new ArrayList<>(
            List.of("--db-url=" + url, "--db-username=" + user, "--db-password=" + password));
    if (!schema.isEmpty()) {
      options.add("--db-schema=" + schema);
    }
    return options;
  }
}
