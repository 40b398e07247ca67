package io.flowshield.training;

import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.XgboostModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of a fraud model is published: trees, schema, calibration, and what is known of them. */
final class FraudModelFiles {
  private FraudModelFiles() {}

  /**
   * @return the folder that was written
   */
  static Path publish(TrainedModel model, ModelPublisher publisher) throws IOException {
    ModelSpec spec = model.spec();
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", spec.features().schema().name());
    schema.put("version", spec.features().schema().version());
    schema.put("features", spec.features().schema().names());
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(XgboostModel.BOOSTER, model.booster());
    files.put(XgboostModel.SCHEMA, ModelPublisher.json(schema));
    files.put(XgboostModel.CALIBRATION, ModelPublisher.json(model.calibration().toJson()));
    return publisher.publish(
        ModelGroup.FRAUD_DETECTION,
        spec.name(),
        spec.version(),
        files,
        metadata(model),
        ModelCard.of(model));
  }

  private static Map<String, Object> metadata(TrainedModel model) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("schema", model.spec().features().schema().id());
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
    algorithm.put("calibration", "isotonic regression on the calibration split");
    if (model.spec().login()) {
      algorithm.put(
          "weights",
          String.format(
              Locale.ROOT,
              "honest logins from abroad %s, on desktop computers %s",
              FraudModelTrainer.FOREIGN,
              FraudModelTrainer.DESKTOP));
    } else {
      algorithm.put(
          "weights",
          String.format(
              Locale.ROOT,
              "%d copies of each fraud, each group of signals an honest one's with chance %s, weight"
                  + " %s; share of such frauds in the calibration %s",
              PartialEvidence.COPIES,
              PartialEvidence.HIDDEN,
              PartialEvidence.WEIGHT,
              PartialEvidence.UNFORESEEN));
    }
    metadata.put("algorithm", algorithm);
    metadata.put("metrics", model.measures());
    return metadata;
  }
}
