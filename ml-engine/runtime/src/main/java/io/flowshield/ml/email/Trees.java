package io.flowshield.ml.email;

/**
 * Boosted regression trees walked in Java: the sum of one leaf of each tree. A missing number (NaN)
 * goes where the node says. Immutable.
 *
 * @param roots index of each tree's first node
 * @param features feature that a node asks; -1 for a leaf
 * @param thresholds below it the walk goes left; a leaf's value
 * @param lefts index of the node for values below the threshold
 * @param rights of the others
 * @param missingLeft where missing values go
 */
@SuppressWarnings("ArrayRecordComponent")
public record Trees(
    int[] roots,
    byte[] features,
    float[] thresholds,
    int[] lefts,
    int[] rights,
    boolean[] missingLeft) {

  /**
   * @throws IllegalArgumentException when a walk could leave the arrays or never end
   */
  public Trees {
    int nodes = features.length;
    if (thresholds.length != nodes
        || lefts.length != nodes
        || rights.length != nodes
        || missingLeft.length != nodes) {
      throw new IllegalArgumentException("Trees with unequal arrays");
    }
    for (int root : roots) {
      if (root < 0 || root >= nodes) {
        throw new IllegalArgumentException("A tree without a root");
      }
    }
    for (int i = 0; i < nodes; i++) {
      boolean leaf = features[i] < 0;
      // Children lie behind their parent: every walk ends.
      if (!leaf && (lefts[i] <= i || rights[i] <= i || lefts[i] >= nodes || rights[i] >= nodes)) {
        throw new IllegalArgumentException("A node with a child in front of it");
      }
    }
  }

  /** The sum of the leaves, log-odds. */
  double sum(float[] values) {
    double sum = 0;
    for (int root : roots) {
      int node = root;
      while (features[node] >= 0) {
        float value = values[features[node]];
        boolean left = Float.isNaN(value) ? missingLeft[node] : value < thresholds[node];
        node = left ? lefts[node] : rights[node];
      }
      sum += thresholds[node];
    }
    return sum;
  }
}
