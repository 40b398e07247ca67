package io.flowshield.realm;

import io.flowshield.realm.RealmCommand.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Creates a realm from a realm file. First the server is asked whether it has every theme and
 * provider that the realm needs, so that no half-working realm comes to be. An existing realm is
 * left alone.
 */
final class RealmImport {
  /** The file of this pack. */
  private static final String DEMO = "/realm/flowshield-realm.json";

  /** Signs in, once it is known that there is a reason to. */
  interface SignIn {
    AdminApi get() throws RealmCommandException, InterruptedException;
  }

  private final Map<String, String> environment;
  private final PrintStream out;

  RealmImport(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  Outcome run(Order order, SignIn signIn) throws RealmCommandException, InterruptedException {
    RealmFile file =
        RealmFile.of(read(order.file()), name -> Optional.ofNullable(environment.get(name)));
    AdminApi keycloak = signIn.get();
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
    if (order.dryRun()) {
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

  private static String read(String file) throws RealmCommandException {
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
      throw new RealmCommandException("Cannot read " + file + ": " + e.getMessage());
    }
  }
}
