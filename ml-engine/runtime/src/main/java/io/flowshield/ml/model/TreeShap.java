package io.flowshield.ml.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Exact SHAP values of an ensemble, path-dependent as in TreeSHAP (Lundberg et al., Nature Machine
 * Intelligence 2, 2020), looked up instead of computed. Immutable, no native memory, no lock.
 *
 * <p>The part of a leaf's output {@code v} that feature {@code j} of its path answers for is {@code
 * v (o_j - r_j) sum over S of |S|! (D - 1 - |S|)! / D! prod_S o_k prod_not_S r_k}, where {@code D}
 * features decide on the path, {@code o_k} is 1 when the row satisfies what the path asks of
 * feature {@code k} and else 0, {@code r_k} is the share of training rows (by cover) that do, and
 * {@code S} runs over the subsets of the other features. It depends on the row by the 0s and 1s
 * alone, so it is tabulated when the model is loaded (Yang, "Fast TreeSHAP", arXiv:2109.09847,
 * version 2). Going one step further, the leaves of a small subtree share one table: its row number
 * is made of one bit for each split in the subtree and above it.
 */
final class TreeShap {
  /** Splits that one table may depend on: 2^7 rows. */
  private static final int BITS = 7;

  /** A path longer than that would need a table of its own of more than 2^12 rows. */
  private static final int MAX_DEPTH = 12;

  private final int features;
  private final double bias;
  private final Plan[] plans;
  private final int mostSplits;

  /**
   * A tree made ready, without pointers to follow: what is read one after the other lies so.
   *
   * @param feature compared in each split
   * @param threshold of each split
   * @param missingLeft where a missing value goes in each split
   * @param blocks for each block: how many splits decide, how many features it credits, where its
   *     table begins, these splits (the first gives the highest bit of the row number), these
   *     features
   * @param tables of all blocks, row after row
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Plan(
      int[] feature, float[] threshold, boolean[] missingLeft, int[] blocks, float[] tables) {}

  /** A split on the way to a leaf, and the way that was taken. */
  private record Step(int node, boolean left) {}

  /**
   * @throws IOException when a tree is too deep, or has splits that no training row came by
   */
  TreeShap(TreeEnsemble ensemble) throws IOException {
    features = ensemble.features();
    plans = new Plan[ensemble.trees().length];
    double expected = ensemble.bias();
    int most = 0;
    for (int i = 0; i < plans.length; i++) {
      Planner planner = new Planner(ensemble.trees()[i]);
      plans[i] = planner.plan();
      expected += planner.expected;
      most = Math.max(most, plans[i].feature().length);
    }
    bias = expected;
    mostSplits = most;
  }

  /**
   * What each feature adds to the margin, and the bias last: their sum is the margin.
   *
   * @param row as {@link TreeEnsemble#margin} takes it
   */
  double[] contributions(float[] row) {
    double[] sums = new double[features + 1];
    sums[features] = bias;
    byte[] left = new byte[mostSplits];
    for (Plan plan : plans) {
      int[] feature = plan.feature();
      float[] threshold = plan.threshold();
      boolean[] missingLeft = plan.missingLeft();
      for (int i = 0; i < feature.length; i++) {
        float seen = row[feature[i]];
        left[i] = (byte) (seen < threshold[i] || (missingLeft[i] && Float.isNaN(seen)) ? 1 : 0);
      }
      int[] blocks = plan.blocks();
      float[] tables = plan.tables();
      int at = 0;
      while (at < blocks.length) {
        int credited = blocks[at + 1];
        int cell = blocks[at + 2];
        int end = at + 3 + blocks[at];
        int index = 0;
        for (at += 3; at < end; at++) {
          index = index << 1 | left[blocks[at]];
        }
        cell += index * credited;
        for (end += credited; at < end; at++) {
          sums[blocks[at]] += tables[cell++];
        }
      }
    }
    return sums;
  }

  /** Cuts one tree into blocks and fills their tables. */
  private static final class Planner {
    private final TreeEnsemble.Tree tree;
    private final List<Integer> splits = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private double expected;

    Planner(TreeEnsemble.Tree tree) throws IOException {
      this.tree = tree;
      requireShallow();
    }

    /** Children come after their parents, so one pass tells how deep each node lies. */
    private void requireShallow() throws IOException {
      int[] depth = new int[tree.left().length];
      for (int node = 0; node < depth.length; node++) {
        if (tree.isLeaf(node)) {
          continue;
        }
        if (depth[node] == MAX_DEPTH || !(tree.cover()[node] > 0)) {
          throw new IOException("A tree deeper than " + MAX_DEPTH + " or without cover");
        }
        depth[tree.left()[node]] = depth[node] + 1;
        depth[tree.right()[node]] = depth[node] + 1;
      }
    }

    Plan plan() {
      collectSplits(0, splits);
      cut(0, new ArrayList<>());
      int[] feature = new int[splits.size()];
      float[] threshold = new float[feature.length];
      boolean[] missingLeft = new boolean[feature.length];
      for (int i = 0; i < feature.length; i++) {
        int node = splits.get(i);
        feature[i] = tree.feature()[node];
        threshold[i] = tree.value()[node];
        missingLeft[i] = tree.missingLeft()[node];
      }
      int[] layout = new int[blocks.stream().mapToInt(Block::layoutLength).sum()];
      float[] tables = new float[blocks.stream().mapToInt(block -> block.table.length).sum()];
      int at = 0;
      int cell = 0;
      for (Block block : blocks) {
        layout[at++] = block.deciding.length;
        layout[at++] = block.credited.length;
        layout[at++] = cell;
        for (int node : block.deciding) {
          layout[at++] = splits.indexOf(node);
        }
        for (int credited : block.credited) {
          layout[at++] = credited;
        }
        System.arraycopy(block.table, 0, tables, cell, block.table.length);
        cell += block.table.length;
      }
      return new Plan(feature, threshold, missingLeft, layout, tables);
    }

    private void collectSplits(int node, List<Integer> into) {
      if (!tree.isLeaf(node)) {
        into.add(node);
        collectSplits(tree.left()[node], into);
        collectSplits(tree.right()[node], into);
      }
    }

    /** Finds the largest subtrees whose tables stay small. */
    private void cut(int node, List<Step> path) {
      List<Integer> deciding = new ArrayList<>();
      path.forEach(step -> deciding.add(step.node()));
      collectSplits(node, deciding);
      if (deciding.size() <= BITS || tree.isLeaf(node)) {
        Block block = new Block(tree, deciding);
        addLeaves(node, path, block);
        blocks.add(block);
      } else {
        descend(node, path, this::cut);
      }
    }

    private void descend(int node, List<Step> path, BiConsumer<Integer, List<Step>> visitor) {
      path.add(new Step(node, true));
      visitor.accept(tree.left()[node], path);
      path.set(path.size() - 1, new Step(node, false));
      visitor.accept(tree.right()[node], path);
      path.remove(path.size() - 1);
    }

    private void addLeaves(int node, List<Step> path, Block block) {
      if (tree.isLeaf(node)) {
        expected += block.add(tree, node, path);
      } else {
        descend(node, path, (child, way) -> addLeaves(child, way, block));
      }
    }
  }

  /** The leaves of one subtree: a table of what they credit to whom. */
  private static final class Block {
    private final int[] deciding;
    private final int[] credited;
    private final float[] table;

    /**
     * @param deciding the splits above and in the subtree
     */
    Block(TreeEnsemble.Tree tree, List<Integer> deciding) {
      this.deciding = deciding.stream().mapToInt(Integer::intValue).toArray();
      credited = deciding.stream().mapToInt(node -> tree.feature()[node]).distinct().toArray();
      table = new float[credited.length << deciding.size()];
    }

    int layoutLength() {
      return 3 + deciding.length + credited.length;
    }

    /** Adds a leaf's contributions to each row; returns its part of the tree's mean output. */
    double add(TreeEnsemble.Tree tree, int leaf, List<Step> path) {
      int[] features =
          path.stream().mapToInt(step -> tree.feature()[step.node()]).distinct().toArray();
      double[] share = new double[features.length];
      Arrays.fill(share, 1);
      int[] bit = new int[path.size()];
      int[] wanted = new int[path.size()];
      int[] decides = new int[path.size()];
      for (int i = 0; i < decides.length; i++) {
        int node = path.get(i).node();
        boolean left = path.get(i).left();
        bit[i] = deciding.length - 1 - indexOf(deciding, node);
        wanted[i] = left ? 1 : 0;
        decides[i] = indexOf(features, tree.feature()[node]);
        share[decides[i]] *=
            tree.cover()[left ? tree.left()[node] : tree.right()[node]] / tree.cover()[node];
      }
      double output = tree.value()[leaf];
      double[][] values = new double[1 << features.length][];
      for (int mask = 0; mask < values.length; mask++) {
        values[mask] = shapley(output, share, mask);
      }
      int[] column = Arrays.stream(features).map(feature -> indexOf(credited, feature)).toArray();
      for (int index = 0; index < 1 << deciding.length; index++) {
        int mask = values.length - 1;
        for (int i = 0; i < decides.length; i++) {
          mask &= ~(((index >> bit[i] & 1) ^ wanted[i]) << decides[i]);
        }
        for (int i = 0; i < column.length; i++) {
          table[index * credited.length + column[i]] += (float) values[mask][i];
        }
      }
      return output * Arrays.stream(share).reduce(1, (a, b) -> a * b);
    }

    private static int indexOf(int[] numbers, int number) {
      int index = 0;
      while (numbers[index] != number) {
        index++;
      }
      return index;
    }

    /** The formula above for every feature of a path; the mask's bits are the {@code o}. */
    private static double[] shapley(double output, double[] share, int mask) {
      int size = share.length;
      double[] values = new double[size];
      for (int j = 0; j < size; j++) {
        // Of the product of (r_k + o_k t) over the others, the coefficient of t^s sums over all S
        // of s features.
        double[] coefficients = new double[size];
        coefficients[0] = 1;
        for (int k = 0; k < size; k++) {
          if (k != j) {
            for (int s = size - 1; s >= 0; s--) {
              double before = s > 0 && (mask >> k & 1) == 1 ? coefficients[s - 1] : 0;
              coefficients[s] = coefficients[s] * share[k] + before;
            }
          }
        }
        double weight = 1.0 / size;
        double sum = 0;
        for (int s = 0; s < size; s++) {
          sum += weight * coefficients[s];
          // s! (size - 1 - s)! / size!, from one s to the next.
          weight *= (s + 1.0) / Math.max(1, size - 1 - s);
        }
        values[j] = output * ((mask >> j & 1) - share[j]) * sum;
      }
      return values;
    }
  }
}
