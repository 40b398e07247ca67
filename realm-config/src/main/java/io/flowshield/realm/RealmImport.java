package io.flowshield.realm;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates a realm in a running Keycloak from a realm file:
 *
 * <pre>{@code
 * RealmImport --server https://id.example.org --admin admin [--admin-realm master] [--check] <file>|demo
 * }</pre>
 *
 * The password is read from the environment variable {@code FLOWSHIELD_ADMIN_PASSWORD}, else asked
 * for on the console; it is no argument, because arguments are seen by everybody on the machine.
 * First the server is asked whether it has every theme and provider that the realm needs, so that
 * no half-working realm comes to be. An existing realm is left alone.
 */
public final class RealmImport {
  /** Names the environment variable with the administrator's password. */
  static final String PASSWORD = "FLOWSHIELD_ADMIN_PASSWORD";

  /** The file of this pack. */
  private static final String DEMO = "/realm/flowshield-realm.json";

  private static final String USAGE =
      "Usage: RealmImport --server <url> --admin <user> [--admin-realm <realm>] [--check]"
          + " <realm file>|demo";

  /** How it ended; the ordinal is the exit code. */
  enum Outcome {
    DONE,
    FAILED,
    USAGE,
    EXISTS
  }

  /**
   * @param file path of a realm file, or {@code demo} for ours
   * @param check true to look only
   */
  record Order(String server, String admin, String adminRealm, String file, boolean check) {
    static Order parse(List<String> arguments) throws RealmImportException {
      String server = "";
      String admin = "";
      String adminRealm = "master";
      boolean check = false;
      List<String> files = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        switch (argument) {
          case "--check" -> check = true;
          case "--server" -> server = value(arguments, ++i, argument);
          case "--admin" -> admin = value(arguments, ++i, argument);
          case "--admin-realm" -> adminRealm = value(arguments, ++i, argument);
          default -> {
            if (argument.startsWith("-")) {
              throw new RealmImportException("Unknown option " + argument);
            }
            files.add(argument);
          }
        }
      }
      if (!server.startsWith("http") || admin.isEmpty() || files.size() != 1) {
        throw new RealmImportException("An address, an administrator and one file are needed.");
      }
      return new Order(server, admin, adminRealm, files.get(0), check);
    }

    private static String value(List<String> arguments, int index, String option)
        throws RealmImportException {
      if (index >= arguments.size()) {
        throw new RealmImportException(option + " needs a value.");
      }
      return arguments.get(index);
    }
  }

  private final Map<String, String> environment;
  private final PrintStream out;

  RealmImport(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(new RealmImport(System.getenv(), System.out).run(List.of(arguments)).ordinal());
  }

  Outcome run(List<String> arguments) throws InterruptedException {
    Order order;
    try {
      order = Order.parse(arguments);
    } catch (RealmImportException e) {
      out.println(e.getMessage());
      out.println(USAGE);
      return Outcome.USAGE;
    }
    try {
      return run(order);
    } catch (RealmImportException e) {
      out.println(e.getMessage());
      return Outcome.FAILED;
    }
  }

  private Outcome run(Order order) throws RealmImportException, InterruptedException {
    RealmFile file =
        RealmFile.of(read(order.file()), name -> Optional.ofNullable(environment.get(name)));
    AdminApi keycloak =
        new AdminApi(order.server(), order.adminRealm(), order.admin(), password(order.admin()));
    List<String> missing = keycloak.missing(file);
    if (!missing.isEmpty()) {
      out.println("The server lacks what this realm needs:");
      missing.forEach(line -> out.println("  " + line));
      out.println(
          "Put the pack into Keycloak's providers folder, run kc.sh build, and start again.");
      return Outcome.FAILED;
    }
    if (keycloak.exists(file.realm())) {
      out.println("The realm " + file.realm() + " exists already and was left alone.");
      return Outcome.EXISTS;
    }
    if (order.check()) {
      out.println("The realm " + file.realm() + " can be created.");
      return Outcome.DONE;
    }
    keycloak.create(file);
    out.println("Created the realm " + file.realm() + ".");
    for (String client : file.clientsWithNewSecret()) {
      out.println("  client " + client + " has a new secret: admin console, Clients, Credentials");
    }
    return Outcome.DONE;
  }

  private static String read(String file) throws RealmImportException {
    try {
      if (!file.equals("demo")) {
        return Files.readString(Path.of(file));
      }
      try (InputStream in = RealmImport.class.getResourceAsStream(DEMO)) {
        if (in == null) {
          throw new IOException("not in this jar");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new RealmImportException("Cannot read " + file + ": " + e.getMessage());
    }
  }

  private String password(String admin) throws RealmImportException {
    String known = environment.get(PASSWORD);
    if (known != null) {
      return known;
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password of %s: ", admin);
    if (typed == null) {
      throw new RealmImportException("Set " + PASSWORD + ", or run this on a console.");
    }
    return new String(typed);
  }
}
