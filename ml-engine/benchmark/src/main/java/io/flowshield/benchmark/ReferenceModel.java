package io.flowshield.benchmark;

import io.flowshield.ml.model.NativeLibraries;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The yardstick: 100 trees of depth 6 over 40 features, grown on noise so that they are full.
 * Committed, so that figures of different releases compare; {@code ./mvnw -Pbenchmark
 * -Dflowshield.only=reference} grows it again, on one platform to the same bytes.
 */
final class ReferenceModel {
  static final int FEATURES = 40;
  static final int TREES = 100;
  static final int DEPTH = 6;
  static final String RESOURCE = "reference.ubj";

  private static final int TRAINING_ROWS = 6_000;
  private static final long SEED = 20261122;

  private ReferenceModel() {}

  /** The committed model, loaded by XGBoost for one thread. */
  static Booster load() throws IOException, XGBoostError {
    requireNative();
    Booster booster = XGBoost.loadModel(bytes());
    booster.setParam("nthread", 1);
    return booster;
  }

  /** The committed file. */
  static byte[] bytes() throws IOException {
    try (InputStream file = ReferenceModel.class.getResourceAsStream(RESOURCE)) {
      if (file == null) {
        throw new IOException(RESOURCE + " is missing");
      }
      return file.readAllBytes();
    }
  }

  /** Rows to predict; one value in ten is missing. */
  static float[][] rows(int count) {
    Random random = new Random(SEED + 1);
    float[][] rows = new float[count][FEATURES];
    for (float[] row : rows) {
      fill(row, random);
    }
    return rows;
  }

  private static void fill(float[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(10) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
  }

  private static void requireNative() {
    NativeLibraries.State state = NativeLibraries.load(null);
    if (state.status() == NativeLibraries.Status.MISSING) {
      throw new IllegalStateException(state.detail());
    }
  }

  static byte[] grow() throws XGBoostError {
    requireNative();
    Random random = new Random(SEED);
    float[] values = new float[TRAINING_ROWS * FEATURES];
    fill(values, random);
    float[] labels = new float[TRAINING_ROWS];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(2);
    }
    DMatrix data = new DMatrix(values, TRAINING_ROWS, FEATURES, Float.NaN);
    data.setLabel(labels);
    Booster booster =
        XGBoost.train(
            data,
            Map.of(
                "objective",
                "binary:logistic",
                "tree_method",
                "hist",
                "max_bin",
                64,
                "max_depth",
                DEPTH,
                "eta",
                0.1,
                "min_child_weight",
                0,
                "lambda",
                0.1,
                "nthread",
                1,
                "seed",
                SEED),
            TREES,
            Map.of(),
            null,
            null);
    try {
      return booster.toByteArray("ubj");
    } finally {
      booster.dispose();
      data.dispose();
    }
  }

  static void write(Path file) throws IOException, XGBoostError {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.write(file, grow());
  }
}
