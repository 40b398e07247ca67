package io.flowshield.ml.anomaly;

/**
 * One random cut tree in flat arrays: about 10 KB for 128 points in 16 dimensions. Never changes.
 */
final class Tree {
  private static final int LEAF = -1;

  private final int dimensions;
  private final int count;

  /** Dimension of each node's cut, or {@link #LEAF}. */
  private final byte[] cutDimension;

  private final byte[] cutAt;
  private final short[] right;
  private final short[] mass;

  /** Lower, then upper corner of each node's box. */
  private final byte[] boxes;

  private int nodes;

  Tree(byte[] points, int dimensions, Draws draws) {
    this.dimensions = dimensions;
    this.count = points.length / dimensions;
    int most = 2 * count - 1;
    byte[] growingDimension = new byte[most];
    byte[] growingAt = new byte[most];
    short[] growingRight = new short[most];
    short[] growingMass = new short[most];
    byte[] growingBoxes = new byte[most * 2 * dimensions];
    int[] members = new int[count];
    for (int i = 0; i < count; i++) {
      members[i] = i * dimensions;
    }
    this.cutDimension = growingDimension;
    this.cutAt = growingAt;
    this.right = growingRight;
    this.mass = growingMass;
    this.boxes = growingBoxes;
    grow(points, members, 0, count, draws);
  }

  /** Grows the node over some members, and all below it; the left child follows its parent. */
  private void grow(byte[] points, int[] members, int from, int to, Draws draws) {
    int node = nodes++;
    mass[node] = (short) (to - from);
    int box = node * 2 * dimensions;
    System.arraycopy(points, members[from], boxes, box, dimensions);
    System.arraycopy(points, members[from], boxes, box + dimensions, dimensions);
    for (int i = from + 1; i < to; i++) {
      for (int d = 0; d < dimensions; d++) {
        byte value = points[members[i] + d];
        if (value < boxes[box + d]) {
          boxes[box + d] = value;
        }
        if (value > boxes[box + dimensions + d]) {
          boxes[box + dimensions + d] = value;
        }
      }
    }
    int inside = 0;
    for (int d = 0; d < dimensions; d++) {
      inside += length(box, d);
    }
    if (inside == 0) {
      cutDimension[node] = LEAF;
      return;
    }
    int rest = draws.below(inside);
    int d = 0;
    while (rest >= length(box, d)) {
      rest -= length(box, d);
      d++;
    }
    int cut = boxes[box + d] + rest;
    cutDimension[node] = (byte) d;
    cutAt[node] = (byte) cut;
    int middle = from;
    for (int i = from; i < to; i++) {
      if (points[members[i] + d] <= cut) {
        int member = members[i];
        members[i] = members[middle];
        members[middle++] = member;
      }
    }
    grow(points, members, from, middle, draws);
    right[node] = (short) nodes;
    grow(points, members, middle, to, draws);
  }

  private int length(int box, int d) {
    return boxes[box + dimensions + d] - boxes[box + d];
  }

  double score(byte[] point) {
    double score = 0;
    double left = 1;
    int node = 0;
    for (int depth = 0; ; depth++) {
      int box = node * 2 * dimensions;
      int inside = 0;
      int outside = 0;
      for (int d = 0; d < dimensions; d++) {
        int value = point[d];
        int low = boxes[box + d];
        int high = boxes[box + dimensions + d];
        inside += high - low;
        outside += Math.max(0, Math.max(low - value, value - high));
      }
      int cut = cutDimension[node];
      if (cut == LEAF) {
        return score
            + left
                * (outside == 0
                    ? RandomCutForest.seen(depth, mass[node], count)
                    : RandomCutForest.unseen(depth));
      }
      double cutOff = (double) outside / (inside + outside);
      score += left * cutOff * RandomCutForest.unseen(depth);
      left *= 1 - cutOff;
      if (left < RandomCutForest.NEGLIGIBLE) {
        return score + left * RandomCutForest.unseen(depth + 1);
      }
      node = point[cut] <= cutAt[node] ? node + 1 : right[node];
    }
  }
}
