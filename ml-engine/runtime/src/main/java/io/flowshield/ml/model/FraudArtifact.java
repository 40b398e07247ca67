package io.flowshield.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.FeatureSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * A fraud model's files, understood, not yet in native memory.
 *
 * @param schema its features in order; the schema's name is the model's
 * @param origin where it comes from; the hash is that of the booster's file
 * @param booster what XGBoost reads; not to be changed
 * @param calibration from margins to log-odds
 */
@SuppressWarnings("ArrayRecordComponent")
record FraudArtifact(
    FeatureSchema schema, LoadedModel.Origin origin, byte[] booster, Calibration calibration) {

  static FraudArtifact of(StoredModel model) throws ModelRefusedException {
    byte[] booster = model.file(XgboostModel.BOOSTER);
    FeatureSchema schema = schema(model);
    if (!schema.name().equals(model.name().name())) {
      throw model.refusal(FallbackCause.SCHEMA_MISMATCH, "holds a model for " + schema.name());
    }
    try {
      return new FraudArtifact(
          schema,
          new LoadedModel.Origin(model.version(), ModelStore.sha256(booster), model.refused()),
          booster,
          Calibration.fromJson(model.json(XgboostModel.CALIBRATION)));
    } catch (IllegalArgumentException e) {
      throw model.refusal(
          FallbackCause.MODEL_DAMAGED, XgboostModel.CALIBRATION + ": " + e.getMessage());
    }
  }

  private static FeatureSchema schema(StoredModel model) throws ModelRefusedException {
    JsonNode node = model.json(XgboostModel.SCHEMA);
    List<String> features = new ArrayList<>();
    node.path("features").forEach(feature -> features.add(feature.asText()));
    if (features.isEmpty() || !node.path("name").isTextual() || !node.path("version").isInt()) {
      throw model.refusal(
          FallbackCause.MODEL_DAMAGED,
          XgboostModel.SCHEMA + " names no model, version or features");
    }
    return new FeatureSchema(node.path("name").asText(), node.path("version").asInt(), features);
  }
}
