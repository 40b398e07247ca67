package io.flowshield.realm;

import java.io.Console;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An administrator's command for realms of a running Keycloak:
 *
 * <pre>{@code
 * java -jar flowshield-realm.jar import --server <url> --admin <user> [--dry-run] <realm file>|demo
 * java -jar flowshield-realm.jar apply  --server <url> --admin <user> --realm <realm> [--dry-run]
 * java -jar flowshield-realm.jar remove --server <url> --admin <user> --realm <realm> [--dry-run]
 * java -jar flowshield-realm.jar lint   --server <url> --admin <user> --realm <realm>
 * }</pre>
 *
 * The password is read from the environment variable {@code FLOWSHIELD_ADMIN_PASSWORD}, else asked
 * for on the console; it is no argument, because arguments are seen by everybody on the machine.
 * {@code apply} and {@code remove} are carried out by the server in one transaction: all of it
 * happens or nothing.
 */
public final class RealmCommand {
  /** Names the environment variable with the administrator's password. */
  static final String PASSWORD = "FLOWSHIELD_ADMIN_PASSWORD";

  private static final String USAGE =
      """
      Usage: java -jar flowshield-realm.jar <command> --server <url> --admin <user> [--admin-realm <realm>] [--dry-run] ...
        import <realm file>|demo      creates a realm; an existing one is left alone
        apply --realm <realm> [--doors browser,direct-grant,registration]
                                      binds Flow Shield to an existing realm, report-only at first;
                                      more doors: reset-credentials,first-broker-login,post-broker-login
        remove --realm <realm> [--pending release|disable]
                                      binds what was bound before and removes everything of Flow Shield's
        lint --realm <realm>          says what in the realm's flows and settings leaves a door open
      The password comes from FLOWSHIELD_ADMIN_PASSWORD, or is asked for.""";

  /** How it ended; the ordinal is the exit code. */
  enum Outcome {
    DONE,
    FAILED,
    USAGE,
    EXISTS,
    FINDINGS
  }

  /** What is to be done. */
  enum Verb {
    IMPORT(EnumSet.noneOf(Option.class)),
    APPLY(EnumSet.of(Option.REALM, Option.DOORS)),
    REMOVE(EnumSet.of(Option.REALM, Option.PENDING)),
    LINT(EnumSet.of(Option.REALM));

    private final Set<Option> options;

    Verb(Set<Option> options) {
      this.options = options;
    }

    boolean takes(Option option) {
      return option.isForAll() || options.contains(option);
    }
  }

  /** Options with a value. */
  enum Option {
    SERVER,
    ADMIN,
    ADMIN_REALM,
    REALM,
    DOORS,
    PENDING;

    static Optional<Option> of(String argument) {
      return Arrays.stream(values()).filter(option -> option.word().equals(argument)).findFirst();
    }

    String word() {
      return "--" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    boolean isForAll() {
      return this == SERVER || this == ADMIN || this == ADMIN_REALM;
    }
  }

  private final Map<String, String> environment;
  private final PrintStream out;

  RealmCommand(Map<String, String> environment, PrintStream out) {
    this.environment = environment;
    this.out = out;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(List.of(arguments), System.getenv(), System.out));
  }

  /**
   * Runs the command in this JVM.
   *
   * @return its exit code: 0 done, 1 failed or refused, 2 wrong arguments, 3 exists already, 4 the
   *     linter has found something worse than a remark
   */
  public static int run(List<String> arguments, Map<String, String> environment, PrintStream out)
      throws InterruptedException {
    return new RealmCommand(environment, out).run(arguments).ordinal();
  }

  Outcome run(List<String> arguments) throws InterruptedException {
    Order order;
    try {
      order = Order.parse(arguments);
    } catch (RealmCommandException e) {
      out.println(e.getMessage());
      out.println(USAGE);
      return Outcome.USAGE;
    }
    try {
      return switch (order.verb()) {
        case IMPORT -> new RealmImport(environment, out).run(order, () -> signIn(order));
        case APPLY, REMOVE -> bind(order, signIn(order));
        case LINT -> lint(order.value(Option.REALM), signIn(order));
      };
    } catch (RealmCommandException e) {
      out.println(e.getMessage());
      return Outcome.FAILED;
    }
  }

  private Outcome bind(Order order, AdminApi keycloak)
      throws RealmCommandException, InterruptedException {
    AdminApi.Changes changes =
        order.verb() == Verb.APPLY
            ? keycloak.apply(order.value(Option.REALM), order.value(Option.DOORS), order.dryRun())
            : keycloak.remove(
                order.value(Option.REALM), order.value(Option.PENDING), order.dryRun());
    if (changes.changes().isEmpty()) {
      out.println("Nothing to change in the realm " + order.value(Option.REALM) + ".");
    } else {
      out.println(
          (order.dryRun() ? "Would change" : "Changed")
              + " in the realm "
              + order.value(Option.REALM)
              + ":");
      changes.changes().forEach(line -> out.println("  " + line));
    }
    changes.notes().forEach(line -> out.println("Note: " + line));
    if (order.dryRun()) {
      out.println("Nothing was changed: this was a dry run.");
    }
    return Outcome.DONE;
  }

  private Outcome lint(String realm, AdminApi keycloak)
      throws RealmCommandException, InterruptedException {
    List<AdminApi.Finding> findings = keycloak.lint(realm);
    if (findings.isEmpty()) {
      out.println("Nothing to say about the realm " + realm + ".");
    }
    for (AdminApi.Finding finding : findings) {
      out.println(finding.severity() + " " + finding.code() + ": " + finding.place());
      out.println("  " + finding.text());
      out.println("  To do: " + finding.fix());
    }
    return findings.stream().allMatch(AdminApi.Finding::isRemark) ? Outcome.DONE : Outcome.FINDINGS;
  }

  private AdminApi signIn(Order order) throws RealmCommandException, InterruptedException {
    String admin = order.value(Option.ADMIN);
    String realm = order.value(Option.ADMIN_REALM);
    return new AdminApi(
        order.value(Option.SERVER), realm.isEmpty() ? "master" : realm, admin, password(admin));
  }

  private String password(String admin) throws RealmCommandException {
    String known = environment.get(PASSWORD);
    if (known != null) {
      return known;
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password of %s: ", admin);
    if (typed == null) {
      throw new RealmCommandException("Set " + PASSWORD + ", or run this on a console.");
    }
    return new String(typed);
  }
}
