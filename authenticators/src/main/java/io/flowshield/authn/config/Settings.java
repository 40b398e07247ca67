package io.flowshield.authn.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;

/**
 * The settings of one execution, as typed in the admin console. What is missing, misspelt or out of
 * range counts as its default, so that a typing error neither opens a door nor breaks a flow.
 */
public final class Settings {
  private static final String LIST_SEPARATOR = "##";

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** Reads a configuration; null is the configuration of an execution that has none. */
  public static Settings of(@Nullable AuthenticatorConfigModel model) {
    Map<String, String> config = model == null ? null : model.getConfig();
    return new Settings(config == null ? Map.of() : config);
  }

  /** A switch. */
  public boolean flag(String name, boolean otherwise) {
    return switch (text(name).toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> otherwise;
    };
  }

  /** A whole number between two bounds, both included. */
  public int number(String name, int lowest, int highest, int otherwise) {
    try {
      int value = Integer.parseInt(text(name));
      return value >= lowest && value <= highest ? value : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** A number between two bounds, both included; with a point, whatever the language. */
  public double decimal(String name, double lowest, double highest, double otherwise) {
    try {
      double value = Double.parseDouble(text(name));
      return value >= lowest && value <= highest ? value : otherwise;
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** One of an enumeration's names. */
  public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    String value = text(name);
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equalsIgnoreCase(value))
        .findFirst()
        .orElse(otherwise);
  }

  /** Several values, in the order in which they were chosen; empty when there are none. */
  public List<String> list(String name) {
    return Arrays.stream(text(name).split(LIST_SEPARATOR))
        .map(String::trim)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private String text(String name) {
    String value = values.get(name);
    return value == null ? "" : value.trim();
  }
}
