package io.flowshield.realm;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills in {@code ${NAME}} and {@code ${NAME:default}} in a realm file, as Keycloak's own import at
 * start does, because its REST API does not. Only names in upper case count: {@code
 * ${client_account}} and the like are Keycloak's own message keys.
 */
final class Placeholders {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");

  private Placeholders() {}

  /**
   * @param json text of a realm file
   * @param values looks a name up, for example in the environment
   * @throws RealmCommandException naming every placeholder that has neither value nor default
   */
  static String fill(String json, Function<String, Optional<String>> values)
      throws RealmCommandException {
    TreeSet<String> missing = new TreeSet<>();
    Matcher placeholders = PLACEHOLDER.matcher(json);
    StringBuilder filled = new StringBuilder();
    while (placeholders.find()) {
      String name = placeholders.group(1);
      Optional<String> value =
          values.apply(name).or(() -> Optional.ofNullable(placeholders.group(2)));
      if (value.isEmpty()) {
        missing.add(name);
      }
      placeholders.appendReplacement(filled, Matcher.quoteReplacement(quoted(value.orElse(""))));
    }
    if (!missing.isEmpty()) {
      throw new RealmCommandException("Set in the environment: " + String.join(", ", missing));
    }
    return placeholders.appendTail(filled).toString();
  }

  /** As the inside of a JSON string: a password with a quotation mark must not end it. */
  private static String quoted(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }
}
