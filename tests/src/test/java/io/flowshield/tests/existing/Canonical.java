package io.flowshield.tests.existing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** JSON without the order that Keycloak's sets and maps happen to have. */
final class Canonical {
  private static final JsonMapper JSON = new JsonMapper();

  private Canonical() {}

  static String text(JsonNode node) {
    return sorted(node).toPrettyString();
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue()));
      ObjectNode object = JSON.createObjectNode();
      fields.forEach((name, value) -> object.set(name, sorted(value)));
      return object;
    }
    if (node.isArray()) {
      List<JsonNode> elements = new ArrayList<>();
      node.forEach(element -> elements.add(sorted(element)));
      elements.sort(Comparator.comparing(element -> Masks.apply(element.toString())));
      ArrayNode array = JSON.createArrayNode();
      elements.forEach(array::add);
      return array;
    }
    return node;
  }
}
