package io.flowshield.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a model to {@code models/fraud_detection/<name>/<version>/}: trees, schema, calibration,
 * model card, and metadata with the SHA-256 of each. Equal models give equal files.
 */
final class ModelPublisher {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ModelPublisher() {}

  /**
   * @param models the {@code models} folder
   * @param date of the training run, ISO 8601; given from outside, so that runs can be repeated
   * @return the folder that was written
   */
  static Path publish(TrainedModel model, Path models, String date) throws IOException {
    ModelSpec spec = model.spec();
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(ModelStore.ARTIFACT, model.booster());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", spec.features().schema().name());
    schema.put("version", spec.features().schema().version());
    schema.put("features", spec.features().schema().names());
    files.put(ModelStore.SCHEMA, json(schema));
    files.put(ModelStore.CALIBRATION, json(model.calibration().toJson()));
    files.put("MODEL_CARD.md", ModelCard.of(model).getBytes(StandardCharsets.UTF_8));
    Map<String, byte[]> all = new LinkedHashMap<>(files);
    all.put(ModelStore.METADATA, json(metadata(model, date, files)));

    Path folder = folder(models, spec);
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : all.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  /** Where a model lies. */
  static Path folder(Path models, ModelSpec spec) {
    return models
        .resolve(ModelStore.FRAUD_DETECTION)
        .resolve(spec.name())
        .resolve(Integer.toString(spec.version()));
  }

  private static Map<String, Object> metadata(
      TrainedModel model, String date, Map<String, byte[]> files) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", model.spec().name());
    metadata.put("version", model.spec().version());
    metadata.put("schema", model.spec().features().schema().id());
    metadata.put("date", date);
    metadata.put("command", "./mvnw -Ptrain");
    metadata.put("data", ModelCard.DATA);
    metadata.put(
        "split", "by seed: each split is a world of its own and shares no user, realm or address");
    List<Map<String, Object>> splits = new ArrayList<>();
    for (TrainedModel.Count count : model.counts()) {
      Map<String, Object> split = new LinkedHashMap<>();
      split.put("name", count.split().name());
      split.put("seed", count.split().seed());
      split.put("realms", count.split().realms());
      split.put("attempts", count.attempts());
      split.put("frauds", count.frauds());
      splits.add(split);
    }
    metadata.put("splits", splits);
    Map<String, Object> algorithm = new LinkedHashMap<>();
    algorithm.put("library", "xgboost4j " + BoosterTrainer.libraryVersion());
    algorithm.put("trees", model.rounds());
    algorithm.put("parameters", BoosterTrainer.parameters(model.spec().features().signals()));
    algorithm.put("calibration", "Platt scaling on the calibration split");
    metadata.put("algorithm", algorithm);
    metadata.put("metrics", model.measures());
    Map<String, String> hashes = new TreeMap<>();
    files.forEach((name, bytes) -> hashes.put(name, ModelStore.sha256(bytes)));
    metadata.put("files", hashes);
    return metadata;
  }

  private static byte[] json(Object value) {
    try {
      return (JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Only maps, lists, text and numbers are written", e);
    }
  }
}
