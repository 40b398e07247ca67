package io.flowshield.ml.model;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Boosters on random rows whose labels depend on several features together. */
final class Forest {
  private Forest() {}

  /** Rows in which every eighth value is missing, one after the other. */
  static float[] rows(int rows, int features, long seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * features];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(8) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    return values;
  }

  static Booster booster(int features, Map<String, Object> settings, int rounds)
      throws XGBoostError {
    NativeLibraries.load(null);
    int rows = 3_000;
    float[] values = rows(rows, features, 1);
    float[] labels = new float[rows];
    Random noise = new Random(2);
    for (int row = 0; row < rows; row++) {
      double sum = noise.nextGaussian() / 2;
      for (int i = 0; i + 1 < features; i++) {
        float a = values[row * features + i];
        float b = values[row * features + i + 1];
        sum += Float.isNaN(a) ? 0.3 : Float.isNaN(b) ? -0.2 * a : a * b / 2;
      }
      labels[row] = sum > 0 ? 1 : 0;
    }
    DMatrix data = new DMatrix(values, rows, features, Float.NaN);
    try {
      data.setLabel(labels);
      Map<String, Object> parameters = new HashMap<>(settings);
      parameters.putIfAbsent("objective", "binary:logistic");
      parameters.putIfAbsent("max_depth", 5);
      parameters.put("nthread", 1);
      parameters.put("seed", 3);
      return XGBoost.train(data, parameters, rounds, Map.of(), null, null);
    } finally {
      data.dispose();
    }
  }

  static float[] row(float[] rows, int features, int index) {
    float[] row = new float[features];
    System.arraycopy(rows, index * features, row, 0, features);
    return row;
  }
}
