package io.flowshield.risk.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Reason;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A decision's lists as JSON columns. */
final class DecisionJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private DecisionJson() {}

  /** {@code [["NEW_DEVICE", 1.25], ...]}. */
  static String reasons(List<Reason> reasons) {
    ArrayNode array = JSON.createArrayNode();
    for (Reason reason : reasons) {
      array.addArray().add(reason.code()).add(round(reason.contribution()));
    }
    return array.toString();
  }

  static List<Reason> reasons(@Nullable String json) {
    List<Reason> reasons = new ArrayList<>();
    for (JsonNode pair : read(json)) {
      reasons.add(new Reason(pair.path(0).asText(), pair.path(1).asDouble()));
    }
    return List.copyOf(reasons);
  }

  /** {@code {"new_device": 1.0, "travel_speed": null, ...}} in the schema's order. */
  static String features(FeatureVector vector) {
    ObjectNode object = JSON.createObjectNode();
    float[] values = vector.values();
    List<String> names = vector.schema().names();
    for (int i = 0; i < values.length; i++) {
      if (Float.isNaN(values[i])) {
        object.putNull(names.get(i));
      } else {
        object.put(names.get(i), values[i]);
      }
    }
    return object.toString();
  }

  /**
   * @param schemaId for example {@code login-v1}
   */
  static FeatureVector vector(String schemaId, @Nullable String json) {
    List<String> names = new ArrayList<>();
    List<Float> numbers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : read(json).properties()) {
      names.add(entry.getKey());
      numbers.add(
          entry.getValue().isNumber() ? entry.getValue().floatValue() : Float.valueOf(Float.NaN));
    }
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
    return new FeatureVector(schema(schemaId, names), values);
  }

  private static FeatureSchema schema(String id, List<String> names) {
    int mark = id.lastIndexOf("-v");
    return mark < 0
        ? new FeatureSchema(id, 0, names)
        : new FeatureSchema(id.substring(0, mark), Integer.parseInt(id.substring(mark + 2)), names);
  }

  private static JsonNode read(@Nullable String json) {
    try {
      return json == null ? JSON.createObjectNode() : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
