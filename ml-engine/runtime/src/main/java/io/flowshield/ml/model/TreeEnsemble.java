package io.flowshield.ml.model;

import java.io.IOException;
import java.util.List;

/**
 * A gradient-boosted ensemble of one output, evaluated in plain Java: no native memory, no lock, no
 * object made. Reads what XGBoost saves as {@code ubj} ({@code gbtree} with numeric splits).
 * Immutable.
 *
 * <p>A row goes left where its value is less than the threshold, and a missing one (NaN) where
 * training sent the missing ones. Sums are those of XGBoost, in single precision and in its order.
 */
public final class TreeEnsemble {
  private static final int MAX_NODES = 4_000_000;

  private final int features;
  private final float bias;
  private final Tree[] trees;

  private TreeEnsemble(int features, float bias, Tree[] trees) {
    this.features = features;
    this.bias = bias;
    this.trees = trees;
  }

  /**
   * One tree as arrays over its nodes; 0 is the root.
   *
   * @param left child, 0 in a leaf
   * @param right child, 0 in a leaf
   * @param feature compared in a split
   * @param value threshold of a split, output of a leaf
   * @param missingLeft where a missing value goes
   * @param cover sum of the hessians of the training rows that came by
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Tree(
      int[] left,
      int[] right,
      int[] feature,
      float[] value,
      boolean[] missingLeft,
      double[] cover) {

    boolean isLeaf(int node) {
      return left[node] == 0;
    }

    boolean goesLeft(int node, float[] row) {
      float seen = row[feature[node]];
      return seen < value[node] || (missingLeft[node] && Float.isNaN(seen));
    }

    float output(float[] row) {
      int node = 0;
      while (left[node] != 0) {
        node = goesLeft(node, row) ? left[node] : right[node];
      }
      return value[node];
    }
  }

  /**
   * Reads a model.
   *
   * @param ubj what {@code Booster.toByteArray("ubj")} gives
   * @throws IOException when it is no such model, or of a kind that is not evaluated here
   */
  public static TreeEnsemble read(byte[] ubj) throws IOException {
    Object learner = Ubjson.at(Ubjson.read(ubj), "learner");
    Object booster = Ubjson.at(learner, "gradient_booster");
    if (!"gbtree".equals(Ubjson.at(booster, "name"))) {
      throw new IOException("Not a gbtree: " + Ubjson.at(booster, "name"));
    }
    Object parameters = Ubjson.at(learner, "learner_model_param");
    if (integer(parameters, "num_class") > 1 || integer(parameters, "num_target") > 1) {
      throw new IOException("A model of several outputs");
    }
    int features = integer(parameters, "num_feature");
    if (!(Ubjson.at(booster, "model", "trees") instanceof List<?> list) || list.isEmpty()) {
      throw new IOException("A model without trees");
    }
    Tree[] trees = new Tree[list.size()];
    for (int i = 0; i < trees.length; i++) {
      Object tree = list.get(i);
      if (tree == null) {
        throw new IOException("Tree " + i + " is missing");
      }
      trees[i] = tree(tree, features);
    }
    return new TreeEnsemble(features, bias(learner, parameters), trees);
  }

  private static int integer(Object parameters, String name) throws IOException {
    try {
      return Integer.parseInt(String.valueOf(Ubjson.at(parameters, name)));
    } catch (NumberFormatException e) {
      throw new IOException(name + " is not a number", e);
    }
  }

  /** What every row starts from. Logistic objectives save it as a probability. */
  private static float bias(Object learner, Object parameters) throws IOException {
    String objective = String.valueOf(Ubjson.at(learner, "objective", "name"));
    float base;
    try {
      // Since release 3.1 of XGBoost it is a list of one.
      base =
          Float.parseFloat(
              String.valueOf(Ubjson.at(parameters, "base_score")).replaceAll("[\\[\\]]", ""));
    } catch (NumberFormatException e) {
      throw new IOException("base_score is not a number", e);
    }
    return switch (objective) {
      case "binary:logistic", "binary:logitraw", "reg:logistic" -> (float) -Math.log(1 / base - 1);
      case "reg:squarederror", "rank:pairwise", "rank:ndcg" -> base;
      default -> throw new IOException("Not evaluated here: " + objective);
    };
  }

  private static Tree tree(Object tree, int features) throws IOException {
    double[] left = Ubjson.numbers(Ubjson.at(tree, "left_children"));
    double[] right = Ubjson.numbers(Ubjson.at(tree, "right_children"));
    double[] feature = Ubjson.numbers(Ubjson.at(tree, "split_indices"));
    double[] value = Ubjson.numbers(Ubjson.at(tree, "split_conditions"));
    double[] missingLeft = Ubjson.numbers(Ubjson.at(tree, "default_left"));
    double[] cover = Ubjson.numbers(Ubjson.at(tree, "sum_hessian"));
    double[] type = Ubjson.numbers(Ubjson.at(tree, "split_type"));
    int nodes = left.length;
    if (nodes == 0
        || nodes > MAX_NODES
        || right.length != nodes
        || feature.length != nodes
        || value.length != nodes
        || missingLeft.length != nodes
        || cover.length != nodes
        || type.length != nodes) {
      throw new IOException("A tree whose arrays differ in length");
    }
    Tree read =
        new Tree(
            new int[nodes],
            new int[nodes],
            new int[nodes],
            new float[nodes],
            new boolean[nodes],
            cover);
    boolean[] isChild = new boolean[nodes];
    for (int node = 0; node < nodes; node++) {
      read.value[node] = (float) value[node];
      if (!Float.isFinite(read.value[node]) || !(cover[node] >= 0)) {
        throw new IOException("A node without a value or cover");
      }
      if (left[node] == -1 && right[node] == -1) {
        continue;
      }
      if (type[node] != 0 || !(feature[node] >= 0 && feature[node] < features)) {
        throw new IOException("A split that is not by a number of the row");
      }
      read.left[node] = child(left[node], node, isChild);
      read.right[node] = child(right[node], node, isChild);
      read.feature[node] = (int) feature[node];
      read.missingLeft[node] = missingLeft[node] != 0;
    }
    return read;
  }

  /** Children come after their parent and have one each, so every walk ends. */
  private static int child(double child, int parent, boolean[] isChild) throws IOException {
    if (!(child > parent && child < isChild.length) || isChild[(int) child]) {
      throw new IOException("Nodes that are not a tree");
    }
    isChild[(int) child] = true;
    return (int) child;
  }

  /** How many values a row has. */
  public int features() {
    return features;
  }

  /** The sum before the objective's link, for example log-odds. */
  public float margin(float[] row) {
    if (row.length != features) {
      throw new IllegalArgumentException(row.length + " values instead of " + features);
    }
    float margin = bias;
    for (Tree tree : trees) {
      margin += tree.output(row);
    }
    return margin;
  }

  float bias() {
    return bias;
  }

  Tree[] trees() {
    return trees;
  }
}
