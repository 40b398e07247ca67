package io.flowshield.training;

import io.flowshield.ml.signal.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Grows gradient-boosted trees (Chen and Guestrin, KDD 2016) that never contradict a signal's
 * direction. Equal data, parameters and thread count give equal bytes on one platform.
 */
final class BoosterTrainer {
  private static final int THREADS = 2;
  private static final int MAX_ROUNDS = 100;
  private static final int PATIENCE = 15;

  /**
   * What was grown.
   *
   * @param booster to be closed by the caller
   * @param rounds trees kept: where the validation split's log loss was least
   */
  record Trained(Booster booster, int rounds) {}

  private BoosterTrainer() {}

  /** Grows until the validation split's log loss stops falling. */
  static Trained train(List<Signal> signals, WeightedRows train, WeightedRows validation)
      throws XGBoostError {
    DMatrix trainMatrix = matrix(train.rows());
    DMatrix validationMatrix = matrix(validation.rows());
    try {
      trainMatrix.setWeight(train.weights());
      validationMatrix.setWeight(validation.weights());
      Map<String, DMatrix> watches = new LinkedHashMap<>();
      watches.put("validation", validationMatrix);
      Map<String, Object> parameters = parameters(signals);
      parameters.put("verbosity", 0);
      float[][] losses = new float[1][MAX_ROUNDS];
      Booster booster =
          XGBoost.train(trainMatrix, parameters, MAX_ROUNDS, watches, losses, null, null, PATIENCE);
      int rounds = best(losses[0]);
      if (rounds == MAX_ROUNDS) {
        return new Trained(booster, rounds);
      }
      booster.dispose();
      // The early-stopped booster holds trees past the best one: grow the same trees up to there.
      return new Trained(
          XGBoost.train(trainMatrix, parameters, rounds, Map.of(), null, null), rounds);
    } finally {
      trainMatrix.dispose();
      validationMatrix.dispose();
    }
  }

  /**
   * Grows a given number of trees; all rows count alike.
   *
   * @return to be closed by the caller
   */
  static Booster grow(List<Signal> signals, Dataset train, int rounds) throws XGBoostError {
    DMatrix matrix = matrix(train);
    try {
      Map<String, Object> parameters = parameters(signals);
      parameters.put("verbosity", 0);
      return XGBoost.train(matrix, parameters, rounds, Map.of(), null, null);
    } finally {
      matrix.dispose();
    }
  }

  /** Log-odds before calibration, one for each row. */
  static float[] margins(Booster booster, Dataset dataset) throws XGBoostError {
    DMatrix matrix = matrix(dataset);
    try {
      float[][] predictions = booster.predict(matrix, true);
      float[] margins = new float[predictions.length];
      for (int i = 0; i < margins.length; i++) {
        margins[i] = predictions[i][0];
      }
      return margins;
    } finally {
      matrix.dispose();
    }
  }

  static Map<String, Object> parameters(List<Signal> signals) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("eval_metric", "logloss");
    parameters.put("tree_method", "hist");
    parameters.put("max_bin", 128);
    parameters.put("max_depth", 5);
    parameters.put("eta", 0.12);
    parameters.put("min_child_weight", 5);
    parameters.put("lambda", 2);
    parameters.put("gamma", 0.5);
    parameters.put("subsample", 0.8);
    parameters.put("colsample_bytree", 0.8);
    parameters.put("seed", 20261122);
    parameters.put("nthread", THREADS);
    parameters.put(
        "monotone_constraints",
        signals.stream()
            .map(signal -> Integer.toString(signal.monotone()))
            .collect(Collectors.joining(",", "(", ")")));
    return parameters;
  }

  /** The version of the library that grows the trees. */
  static String libraryVersion() {
    try (InputStream version = XGBoost.class.getResourceAsStream("/xgboost4j-version.properties")) {
      if (version == null) {
        return "unknown";
      }
      Properties properties = new Properties();
      properties.load(version);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int best(float[] losses) {
    int best = 0;
    // Rounds that early stopping never reached are left at 0.
    for (int i = 1; i < losses.length && losses[i] > 0; i++) {
      if (losses[i] < losses[best]) {
        best = i;
      }
    }
    return best + 1;
  }

  private static DMatrix matrix(Dataset dataset) throws XGBoostError {
    DMatrix matrix = new DMatrix(dataset.values(), dataset.rows(), dataset.columns(), Float.NaN);
    matrix.setLabel(dataset.labels());
    return matrix;
  }
}
