package io.flowshield.training;

import io.flowshield.ml.FeatureSet;
import io.flowshield.training.simulation.LabelledAttempt;
import io.flowshield.training.simulation.TrafficSimulator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Feature vectors in rows, with their labels and origins. */
final class Dataset {
  private final int columns;
  private final List<Example> examples = new ArrayList<>();
  private float[] values;

  Dataset(int columns) {
    this.columns = columns;
    this.values = new float[columns * 1024];
  }

  /**
   * Simulated attempts, seen through the features that the server computes.
   *
   * @param models whose attempts to collect, all from one run
   * @param split which part of the world, with its seed and size
   */
  static Map<ModelSpec, Dataset> simulate(List<ModelSpec> models, Split split) {
    Map<ModelSpec, Dataset> datasets = new LinkedHashMap<>();
    for (ModelSpec model : models) {
      datasets.put(model, new Dataset(model.features().schema().names().size()));
    }
    new TrafficSimulator(split.seed(), split.heldOut())
        .run(
            split.realms(),
            attempt ->
                datasets.forEach(
                    (model, dataset) -> {
                      if (attempt.context().door().isLogin() == model.login()) {
                        dataset.add(model, attempt);
                      }
                    }));
    return datasets;
  }

  void add(ModelSpec model, LabelledAttempt attempt) {
    FeatureSet features = model.features();
    add(features.of(attempt.context()).values(), Example.of(attempt));
  }

  void add(float[] row, Example example) {
    int start = examples.size() * columns;
    if (start + columns > values.length) {
      values = Arrays.copyOf(values, values.length * 2);
    }
    System.arraycopy(row, 0, values, start, columns);
    examples.add(example);
  }

  /** The names of the columns that say more than one thing, in the order of a model's features. */
  List<String> varied(ModelSpec model) {
    List<String> names = model.features().schema().names();
    List<String> varied = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      float first = Float.NaN;
      for (int row = 0; row < rows(); row++) {
        float value = value(row, column);
        if (Float.isNaN(first)) {
          first = value;
        } else if (!Float.isNaN(value) && value != first) {
          varied.add(names.get(column));
          break;
        }
      }
    }
    return varied;
  }

  /** Some of the rows. */
  Dataset where(Predicate<Example> wanted) {
    Dataset some = new Dataset(columns);
    for (int i = 0; i < rows(); i++) {
      if (wanted.test(example(i))) {
        some.add(row(i), example(i));
      }
    }
    return some;
  }

  /** What belongs to some of the rows, one number for each, in their order. */
  double[] pick(double[] numbers, Predicate<Example> wanted) {
    double[] picked = new double[numbers.length];
    int count = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (wanted.test(example(i))) {
        picked[count++] = numbers[i];
      }
    }
    return Arrays.copyOf(picked, count);
  }

  /** The same rows with fewer columns. */
  Dataset only(ModelSpec model, List<String> wanted) {
    List<String> names = model.features().schema().names();
    Dataset narrow = new Dataset(wanted.size());
    float[] row = new float[wanted.size()];
    for (int i = 0; i < rows(); i++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = value(i, names.indexOf(wanted.get(k)));
      }
      narrow.add(row, example(i));
    }
    return narrow;
  }

  int rows() {
    return examples.size();
  }

  int columns() {
    return columns;
  }

  Example example(int row) {
    return examples.get(row);
  }

  boolean fraud(int row) {
    return examples.get(row).fraud();
  }

  float value(int row, int column) {
    return values[row * columns + column];
  }

  /** A copy of one row. */
  float[] row(int row) {
    return Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
  }

  /** All rows, one after the other. */
  float[] values() {
    return Arrays.copyOf(values, rows() * columns);
  }

  /** 1 for fraud, 0 for honest. */
  float[] labels() {
    float[] labels = new float[rows()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = fraud(i) ? 1 : 0;
    }
    return labels;
  }

  long frauds() {
    return examples.stream().filter(Example::fraud).count();
  }
}
