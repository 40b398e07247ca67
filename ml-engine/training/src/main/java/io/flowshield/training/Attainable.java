package io.flowshield.training;

import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * What the signals can tell at all, as an estimate: the share of frauds that the same kind of trees
 * catches when nothing is unseen, grown on one half of a split's realms, held-out families
 * included, and measured on the other half, and the other way round. What it misses too looks like
 * honest people. It is no model to compare with: it has been trained on what it is measured on.
 */
final class Attainable {
  private static final int ROUNDS = 60;

  private Attainable() {}

  /**
   * The share of frauds caught.
   *
   * @param challenged share of honest attempts that may be challenged, in (0, 1)
   */
  static Metrics.Rate rate(ModelSpec spec, Dataset dataset, double challenged) throws XGBoostError {
    double[] scores = new double[dataset.rows()];
    for (int half = 0; half < 2; half++) {
      int measured = half;
      Dataset others = dataset.where(example -> example.realm() % 2 != measured);
      Booster booster = BoosterTrainer.grow(spec.features().signals(), others, ROUNDS);
      try {
        float[] margins = BoosterTrainer.margins(booster, dataset);
        for (int row = 0; row < scores.length; row++) {
          if (dataset.example(row).realm() % 2 == measured) {
            scores[row] = margins[row];
          }
        }
      } finally {
        booster.dispose();
      }
    }
    return Metrics.above(scores, Metrics.threshold(scores, dataset, challenged), dataset::fraud);
  }
}
