package io.flowshield.training;

import java.util.Arrays;

/**
 * Rows, and how much each of them counts.
 *
 * @param weights not below 0, one for each row
 */
@SuppressWarnings("ArrayRecordComponent")
record WeightedRows(Dataset rows, float[] weights) {

  /** Each row counts once. */
  static WeightedRows alike(Dataset rows) {
    float[] weights = new float[rows.rows()];
    Arrays.fill(weights, 1);
    return new WeightedRows(rows, weights);
  }
}
