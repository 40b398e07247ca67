package io.flowshield.workflow;

import io.temporal.common.SearchAttributeKey;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A namespace lacks search attributes and does not let us create them. The text names them, says
 * why, and holds the command with which an operator creates them.
 */
public final class SearchAttributesMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SearchAttributesMissingException(
      String namespace, List<SearchAttributeKey<?>> missing, String why) {
    super(
        "namespace %s lacks search attributes (%s); create them with: %s"
            .formatted(namespace, why, command(namespace, missing)));
  }

  /** What an operator types. */
  static String command(String namespace, List<SearchAttributeKey<?>> keys) {
    return "temporal operator search-attribute create --namespace "
        + namespace
        + keys.stream()
            .map(key -> " --name " + key.getName() + " --type " + type(key))
            .collect(Collectors.joining());
  }

  private static String type(SearchAttributeKey<?> key) {
    String name = key.getValueType().name().replace("INDEXED_VALUE_TYPE_", "");
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }
}
