package io.flowshield.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A11")
class TreeShapTest {
  private static final int ROWS = 400;
  private static final int FEATURES = 9;

  private static void explainsLikeXgboost(Map<String, Object> settings, int rounds)
      throws XGBoostError, IOException {
    Booster booster = Forest.booster(FEATURES, settings, rounds);
    TreeEnsemble ensemble = TreeEnsemble.read(booster.toByteArray("ubj"));
    TreeShap shap = new TreeShap(ensemble);
    float[] rows = Forest.rows(ROWS, FEATURES, 78);
    DMatrix matrix = new DMatrix(rows, ROWS, FEATURES, Float.NaN);
    float[][] expected = booster.predictContrib(matrix, 0);
    for (int i = 0; i < ROWS; i++) {
      float[] row = Forest.row(rows, FEATURES, i);
      double[] contributions = shap.contributions(row);
      assertThat(contributions).hasSize(FEATURES + 1);
      double sum = 0;
      for (int j = 0; j <= FEATURES; j++) {
        assertThat(contributions[j]).isCloseTo(expected[i][j], within(1e-4));
        sum += contributions[j];
      }
      assertThat(sum).isCloseTo(ensemble.margin(row), within(1e-4));
    }
    matrix.dispose();
    booster.dispose();
  }

  @Test
  void explainsLikeXgboost() throws Exception {
    explainsLikeXgboost(Map.of(), 60);
  }

  @Test
  void explainsDeepTreesLikeXgboost() throws Exception {
    explainsLikeXgboost(Map.of("max_depth", 10, "min_child_weight", 0.1), 10);
  }

  @Test
  void explainsLopsidedTreesLikeXgboost() throws Exception {
    explainsLikeXgboost(
        Map.of("grow_policy", "lossguide", "max_depth", 12, "max_leaves", 40, "base_score", 0.2),
        20);
  }

  @Test
  void explainsStumpsAndTreesWithoutASplitLikeXgboost() throws Exception {
    explainsLikeXgboost(Map.of("max_depth", 1), 5);
    explainsLikeXgboost(Map.of("gamma", 1e9), 2);
  }

  @Test
  void refusesTreesWhoseTablesWouldGrowTooLarge() throws Exception {
    Booster deep = Forest.booster(FEATURES, Map.of("max_depth", 14, "min_child_weight", 0.01), 3);
    TreeEnsemble ensemble = TreeEnsemble.read(deep.toByteArray("ubj"));
    assertThatThrownBy(() -> new TreeShap(ensemble)).isInstanceOf(IOException.class);
  }

  @Test
  void aModelThatXgboostExplainsOtherwiseIsRefused() throws Exception {
    Booster booster = Forest.booster(FEATURES, Map.of(), 20);
    TreeEnsemble own = TreeEnsemble.read(booster.toByteArray("ubj"));
    XgboostModel.requireAgreement(booster, own, new TreeShap(own));
    // One tree less: small enough to be overlooked in a score.
    TreeEnsemble less =
        TreeEnsemble.read(Forest.booster(FEATURES, Map.of(), 19).toByteArray("ubj"));
    assertThatThrownBy(() -> XgboostModel.requireAgreement(booster, less, new TreeShap(less)))
        .isInstanceOf(IOException.class);
    // Right in every score, wrong in the reasons.
    TreeShap other =
        new TreeShap(
            TreeEnsemble.read(
                Forest.booster(FEATURES, Map.of("lambda", 9), 20).toByteArray("ubj")));
    assertThatThrownBy(() -> XgboostModel.requireAgreement(booster, own, other))
        .isInstanceOf(IOException.class);
  }
}
