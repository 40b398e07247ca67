package io.flowshield.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A1")
class TreeEnsembleTest {
  private static final int ROWS = 500;
  private static final int FEATURES = 9;

  private static void sumsLikeXgboost(Map<String, Object> settings, int rounds)
      throws XGBoostError, IOException {
    Booster booster = Forest.booster(FEATURES, settings, rounds);
    TreeEnsemble ensemble = TreeEnsemble.read(booster.toByteArray("ubj"));
    float[] rows = Forest.rows(ROWS, FEATURES, 77);
    DMatrix matrix = new DMatrix(rows, ROWS, FEATURES, Float.NaN);
    float[][] expected = booster.predict(matrix, true);
    assertThat(ensemble.features()).isEqualTo(FEATURES);
    for (int i = 0; i < ROWS; i++) {
      assertThat(ensemble.margin(Forest.row(rows, FEATURES, i))).isEqualTo(expected[i][0]);
    }
    matrix.dispose();
    booster.dispose();
  }

  @Test
  void sumsToTheBitLikeXgboost() throws Exception {
    sumsLikeXgboost(Map.of(), 60);
  }

  @Test
  void sumsDeepLopsidedTreesLikeXgboost() throws Exception {
    sumsLikeXgboost(
        Map.of("grow_policy", "lossguide", "max_depth", 0, "max_leaves", 40, "base_score", 0.2),
        20);
  }

  @Test
  void sumsARegressionLikeXgboost() throws Exception {
    sumsLikeXgboost(Map.of("objective", "reg:squarederror"), 20);
  }

  @Test
  void refusesWhatItDoesNotEvaluate() throws Exception {
    Booster linear = Forest.booster(FEATURES, Map.of("booster", "gblinear"), 2);
    assertThatThrownBy(() -> TreeEnsemble.read(linear.toByteArray("ubj")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gblinear");
    Booster other = Forest.booster(FEATURES, Map.of("objective", "binary:hinge"), 2);
    assertThatThrownBy(() -> TreeEnsemble.read(other.toByteArray("ubj")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("binary:hinge");
  }

  @Test
  void damagedBytesAreRefusedAndNothingElseHappens() throws Exception {
    byte[] whole = Forest.booster(FEATURES, Map.of(), 3).toByteArray("ubj");
    float[] row = Forest.rows(1, FEATURES, 5);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> TreeEnsemble.read(part)).isInstanceOf(IOException.class);
    }
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      try {
        // What still reads as a model must judge without leaving its arrays, and come to an end.
        TreeEnsemble.read(damaged).margin(row);
      } catch (IOException | IllegalArgumentException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
  }
}
