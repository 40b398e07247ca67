package io.flowshield.realm;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A command line, read and checked.
 *
 * @param values of options that were given
 * @param file path of a realm file, or {@code demo}; empty unless a realm is to be imported
 * @param dryRun true to change nothing
 */
record Order(
    RealmCommand.Verb verb, Map<RealmCommand.Option, String> values, String file, boolean dryRun) {

  static Order parse(List<String> arguments) throws RealmCommandException {
    if (arguments.isEmpty()) {
      throw new RealmCommandException("A command is needed.");
    }
    RealmCommand.Verb verb = verb(arguments.get(0));
    Map<RealmCommand.Option, String> values = new EnumMap<>(RealmCommand.Option.class);
    List<String> files = new ArrayList<>();
    boolean dryRun = false;
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--dry-run")) {
        dryRun = true;
      } else if (!argument.startsWith("-")) {
        files.add(argument);
      } else {
        RealmCommand.Option option =
            RealmCommand.Option.of(argument)
                .filter(verb::takes)
                .orElseThrow(() -> new RealmCommandException("Unknown option " + argument));
        if (++i == arguments.size()) {
          throw new RealmCommandException(argument + " needs a value.");
        }
        values.put(option, arguments.get(i));
      }
    }
    Order order = new Order(verb, values, files.isEmpty() ? "" : files.get(0), dryRun);
    order.check(files.size());
    return order;
  }

  private void check(int files) throws RealmCommandException {
    if (!value(RealmCommand.Option.SERVER).startsWith("http")
        || value(RealmCommand.Option.ADMIN).isEmpty()) {
      throw new RealmCommandException("An address and an administrator are needed.");
    }
    if (verb == RealmCommand.Verb.IMPORT ? files != 1 : files != 0) {
      throw new RealmCommandException("One file is needed to import, and none otherwise.");
    }
    if (verb != RealmCommand.Verb.IMPORT && value(RealmCommand.Option.REALM).isEmpty()) {
      throw new RealmCommandException("A realm is needed.");
    }
  }

  /** An option's value, empty when it was not given. */
  String value(RealmCommand.Option option) {
    return values.getOrDefault(option, "");
  }

  private static RealmCommand.Verb verb(String word) throws RealmCommandException {
    for (RealmCommand.Verb verb : RealmCommand.Verb.values()) {
      if (verb.name().toLowerCase(Locale.ROOT).equals(word)) {
        return verb;
      }
    }
    throw new RealmCommandException("No such command: " + word);
  }
}
