package io.flowshield.ml.behaviour;

import java.util.List;

/**
 * What is left of a typing's times once each has been foretold from those before it: a person who
 * is slow today is slow throughout, which is one surprise and not twenty. The sum of squares is the
 * Mahalanobis distance (1936), whose covariance is drawn towards that of people in general as if by
 * a dozen more samples.
 *
 * <p>Of the logarithms of dwell and press to press, key by key, of the first 16 keys.
 */
final class Whitening {
  private static final int MAX_KEYS = 16;
  private static final float PRIOR = 12;

  /** What people in general have: times of one kind go together, and of both kinds a little. */
  private static final float ALIKE = 0.25f;

  private static final float CROSS = 0.1f;

  private final int keys;

  /** Lower triangle of Cholesky's factor, row by row, each row as long as the matrix is wide. */
  private final float[] factor;

  private final int width;

  Whitening(TypingTemplate template, List<TypingSample> samples) {
    keys = Math.min(MAX_KEYS, template.strokes);
    width = 2 * keys - 1;
    float[] matrix = new float[width * width];
    float[] off = new float[width];
    for (TypingSample sample : samples) {
      off(template, sample, off);
      for (int i = 0; i < width; i++) {
        float here = off[i];
        int row = i * width;
        for (int j = 0; j <= i; j++) {
          matrix[row + j] += here * off[j];
        }
      }
    }
    float scale = 1 / (samples.size() + PRIOR);
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] *= scale;
    }
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        matrix[i * width + j] += ((i - j) % 2 == 0 ? ALIKE : CROSS) * PRIOR * scale;
      }
      matrix[i * width + i] += PRIOR * scale;
    }
    factor = decompose(matrix);
  }

  /** How far the times are from the owner's mean, in units of spread, in the order of typing. */
  private void off(TypingTemplate template, TypingSample sample, float[] off) {
    for (int key = 0; key < keys; key++) {
      off[2 * key] = off(template, sample, TypingSample.DWELL_LOG, key);
      if (key > 0) {
        off[2 * key - 1] = off(template, sample, TypingSample.PRESS_LOG, key - 1);
      }
    }
  }

  private static float off(TypingTemplate template, TypingSample sample, int view, int i) {
    return (sample.view(view)[i] - template.mean[view][i]) * template.perSpread[view][i];
  }

  /** In place; the prior keeps every pivot above 0. */
  private float[] decompose(float[] matrix) {
    for (int i = 0; i < width; i++) {
      for (int j = 0; j <= i; j++) {
        float sum = matrix[i * width + j];
        for (int k = 0; k < j; k++) {
          sum -= matrix[i * width + k] * matrix[j * width + k];
        }
        matrix[i * width + j] =
            i == j ? (float) Math.sqrt(Math.max(sum, 1e-6f)) : sum / matrix[j * width + j];
      }
    }
    return matrix;
  }

  /** The surprises of a typing, about 1 for the owner's. */
  float[] surprises(TypingTemplate template, TypingSample probe) {
    float[] left = new float[width];
    off(template, probe, left);
    for (int i = 0; i < width; i++) {
      float sum = left[i];
      for (int k = 0; k < i; k++) {
        sum -= factor[i * width + k] * left[k];
      }
      left[i] = sum / factor[i * width + i];
    }
    return left;
  }
}
