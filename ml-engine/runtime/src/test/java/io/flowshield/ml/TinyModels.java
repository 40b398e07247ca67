package io.flowshield.ml;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.model.Calibration;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.NativeLibraries;
import io.flowshield.ml.model.XgboostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trains small boosters and publishes them as the trainer does. */
public final class TinyModels {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 4_000;

  private TinyModels() {}

  /**
   * A booster that learnt: the more of its features are above one half, the likelier is fraud.
   * Every tenth value is missing.
   */
  public static byte[] booster(int features) {
    return booster(features, Map.of());
  }

  /** The same, bound to the directions of a set's signals. */
  static byte[] monotoneBooster(FeatureSet set) {
    String directions =
        set.signals().stream()
            .map(signal -> Integer.toString(signal.monotone()))
            .collect(Collectors.joining(",", "(", ")"));
    return booster(set.signals().size(), Map.of("monotone_constraints", directions));
  }

  private static byte[] booster(int features, Map<String, Object> more) {
    try {
      NativeLibraries.load(null);
      Random random = new Random(7);
      float[] values = new float[ROWS * features];
      float[] labels = new float[ROWS];
      for (int row = 0; row < ROWS; row++) {
        int high = 0;
        for (int i = 0; i < features; i++) {
          float value = random.nextInt(10) == 0 ? Float.NaN : random.nextInt(2);
          values[row * features + i] = value;
          high += value > 0.5f ? 1 : 0;
        }
        labels[row] = random.nextInt(features) < high ? 1 : 0;
      }
      DMatrix data = new DMatrix(values, ROWS, features, Float.NaN);
      data.setLabel(labels);
      Map<String, Object> parameters = new HashMap<>(more);
      parameters.put("objective", "binary:logistic");
      parameters.put("max_depth", 3);
      parameters.put("eta", 0.3);
      parameters.put("nthread", 1);
      parameters.put("seed", 7);
      Booster booster = XGBoost.train(data, parameters, 40, Map.of(), null, null);
      byte[] bytes = booster.toByteArray("ubj");
      booster.dispose();
      data.dispose();
      return bytes;
    } catch (XGBoostError e) {
      throw new IllegalStateException(e);
    }
  }

  /** Publishes a booster with its hashes. */
  public static Path publish(
      Path models, String name, int version, List<String> features, byte[] booster)
      throws IOException {
    Path folder =
        models
            .resolve(ModelGroup.FRAUD_DETECTION.folder())
            .resolve(name)
            .resolve(Integer.toString(version));
    Files.createDirectories(folder);
    ObjectNode schema = JSON.createObjectNode().put("name", name).put("version", 1);
    features.forEach(schema.putArray("features")::add);
    ObjectNode files = JSON.createObjectNode();
    write(folder, files, XgboostModel.BOOSTER, booster);
    write(folder, files, XgboostModel.SCHEMA, JSON.writeValueAsBytes(schema));
    write(
        folder,
        files,
        XgboostModel.CALIBRATION,
        JSON.writeValueAsBytes(new Calibration.Platt(1, 0, 0.5).toJson()));
    ObjectNode metadata = JSON.createObjectNode();
    metadata.set("files", files);
    Files.write(folder.resolve(ModelStore.METADATA), JSON.writeValueAsBytes(metadata));
    return folder;
  }

  /** Publishes both models of this release, version 1. */
  public static void publishBoth(Path models) throws IOException {
    for (FeatureSet set : List.of(LoginFeatures.SET, RegistrationFeatures.SET)) {
      List<String> names = set.schema().names();
      publish(models, set.schema().name(), 1, names, booster(names.size()));
    }
  }

  private static void write(Path folder, ObjectNode files, String name, byte[] bytes)
      throws IOException {
    Files.write(folder.resolve(name), bytes);
    files.put(name, ModelStore.sha256(bytes));
  }
}
