package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingDistance;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.behaviour.TypingTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Comparisons of a typing with an owner's template, in rows, with their labels. */
final class TypingRows {
  private final int columns;
  private float[] values;
  private float[] labels;
  private int rows;

  TypingRows(int columns) {
    this.columns = columns;
    this.values = new float[columns * 1024];
    this.labels = new float[1024];
  }

  /** Distances only. */
  static TypingRows ofDistances() {
    return new TypingRows(TypingDistance.NAMES.size());
  }

  /** Adds the distances of typings to a template. */
  void add(TypingTemplate template, List<TypingSample> probes, boolean impostor) {
    float[] row = new float[columns];
    for (TypingSample probe : probes) {
      TypingDistance.write(template, probe, row);
      add(row, impostor);
    }
  }

  void add(float[] row, boolean impostor) {
    if (rows == labels.length) {
      values = Arrays.copyOf(values, values.length * 2);
      labels = Arrays.copyOf(labels, labels.length * 2);
    }
    System.arraycopy(row, 0, values, rows * columns, columns);
    labels[rows++] = impostor ? 1 : 0;
  }

  int rows() {
    return rows;
  }

  /** One column of all rows. */
  double[] column(int column) {
    double[] cells = new double[rows];
    for (int i = 0; i < rows; i++) {
      cells[i] = value(i, column);
    }
    return cells;
  }

  /** The same rows without the columns from one on. */
  TypingRows without(int from) {
    TypingRows fewer = new TypingRows(from);
    for (int i = 0; i < rows; i++) {
      fewer.add(Arrays.copyOfRange(values, i * columns, i * columns + from), impostor(i));
    }
    return fewer;
  }

  /** Equal error rate of scores of these rows, higher means stranger. */
  double equalErrorRate(double[] scores) {
    return EqualErrorRate.of(of(scores, false), of(scores, true));
  }

  private double[] of(double[] scores, boolean impostors) {
    return IntStream.range(0, rows)
        .filter(i -> impostor(i) == impostors)
        .mapToDouble(i -> scores[i])
        .toArray();
  }

  boolean impostor(int row) {
    return labels[row] > 0;
  }

  float value(int row, int column) {
    return values[row * columns + column];
  }

  /** Grows trees; owners and impostors weigh the same in sum. */
  Booster train(Map<String, Object> parameters, int rounds) throws XGBoostError {
    DMatrix matrix = matrix();
    try {
      float impostors = 0;
      for (int i = 0; i < rows; i++) {
        impostors += labels[i];
      }
      float[] weights = new float[rows];
      for (int i = 0; i < rows; i++) {
        weights[i] = labels[i] > 0 ? 1 : impostors / (rows - impostors);
      }
      matrix.setLabel(Arrays.copyOf(labels, rows));
      matrix.setWeight(weights);
      return XGBoost.train(matrix, parameters, rounds, Map.of(), null, null);
    } finally {
      matrix.dispose();
    }
  }

  /** Log-odds of an impostor, one for each row. */
  double[] margins(Booster booster) throws XGBoostError {
    DMatrix matrix = matrix();
    try {
      float[][] predictions = booster.predict(matrix, true);
      double[] margins = new double[rows];
      for (int i = 0; i < rows; i++) {
        margins[i] = predictions[i][0];
      }
      return margins;
    } finally {
      matrix.dispose();
    }
  }

  private DMatrix matrix() throws XGBoostError {
    return new DMatrix(Arrays.copyOf(values, rows * columns), rows, columns, Float.NaN);
  }
}
