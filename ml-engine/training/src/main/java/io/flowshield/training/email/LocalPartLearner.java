package io.flowshield.training.email;

import io.flowshield.ml.email.LocalPartFeatures;
import io.flowshield.ml.email.LocalPartModel;
import io.flowshield.ml.email.LocalPartTables;
import io.flowshield.ml.model.TreeEnsemble;
import io.flowshield.training.email.Programs.Family;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Learns to tell people's local parts from programs'. Each example's numbers come from tables that
 * have seen neither its language nor its words (five folds): the trees learn how far to trust the
 * tables on languages that nobody has shown them.
 */
final class LocalPartLearner {
  private static final int FOLDS = 5;
  private static final int ROUNDS = 300;

  /**
   * What was learnt.
   *
   * @param tables that the features are computed with
   * @param trees as XGBoost saves them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Learnt(LocalPartTables tables, byte[] trees) {
    LocalPartModel model() throws IOException {
      return new LocalPartModel(tables, TreeEnsemble.read(trees));
    }
  }

  private LocalPartLearner() {}

  /**
   * @param families programs to learn from
   * @param perFold examples of people, and as many of programs, in each fold
   */
  static Learnt learn(Corpus corpus, Set<Family> families, int perFold, long seed)
      throws XGBoostError {
    List<float[]> rows = new ArrayList<>();
    List<Float> labels = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int left = fold;
      LocalPartTables tables = corpus.folds(FOLDS, k -> k != left).tables();
      Corpus seen = corpus.folds(FOLDS, k -> k == left);
      People people = new People(seed + fold, seen.words());
      Programs programs = new Programs(seed + 100 + fold, seen.words(), seen.names());
      for (int i = 0; i < perFold; i++) {
        LocaleNames locale = seen.locales().get(i % seen.locales().size());
        add(people.localPart(locale), 0, tables, rows, labels);
      }
      List<Family> order = families.stream().sorted().toList();
      for (int i = 0; i < perFold; i++) {
        add(programs.localPart(order.get(i % order.size())), 1, tables, rows, labels);
      }
    }
    return new Learnt(corpus.tables(), grow(rows, labels));
  }

  private static void add(
      String localPart,
      float label,
      LocalPartTables tables,
      List<float[]> rows,
      List<Float> labels) {
    float[] values = LocalPartFeatures.of(localPart, tables);
    if (values != null) {
      rows.add(values);
      labels.add(label);
    }
  }

  private static byte[] grow(List<float[]> rows, List<Float> labels) throws XGBoostError {
    int columns = LocalPartFeatures.NAMES.size();
    float[] values = new float[rows.size() * columns];
    float[] label = new float[rows.size()];
    for (int i = 0; i < label.length; i++) {
      System.arraycopy(rows.get(i), 0, values, i * columns, columns);
      label[i] = labels.get(i);
    }
    DMatrix matrix = new DMatrix(values, label.length, columns, Float.NaN);
    try {
      matrix.setLabel(label);
      Booster booster = XGBoost.train(matrix, parameters(), ROUNDS, Map.of(), null, null);
      try {
        return booster.toByteArray("ubj");
      } finally {
        booster.dispose();
      }
    } finally {
      matrix.dispose();
    }
  }

  static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("objective", "binary:logistic");
    parameters.put("base_score", 0.5);
    parameters.put("tree_method", "hist");
    parameters.put("max_bin", 128);
    parameters.put("max_depth", 5);
    parameters.put("eta", 0.1);
    parameters.put("min_child_weight", 10);
    parameters.put("lambda", 2);
    parameters.put("subsample", 0.8);
    parameters.put("colsample_bytree", 0.6);
    parameters.put("seed", 20261123);
    parameters.put("nthread", 1);
    parameters.put("verbosity", 0);
    return parameters;
  }
}
