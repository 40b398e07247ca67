package io.flowshield.ml.behaviour;

import java.util.Arrays;
import java.util.List;

/**
 * What a set of samples of one person and one secret have in common: for each time its centre,
 * spread and recent centre. The spread is the mean absolute deviation (scaled Manhattan, Araujo et
 * al. 2005) drawn towards that of people in general, as if three more samples had shown it: few
 * samples look more alike than they are.
 */
public final class TypingTemplate {
  private static final float[] PRIOR_SPREAD = {0.03f, 0.3f, 0.12f, 0.35f, 0.12f, 0.35f};
  private static final float PRIOR_WEIGHT = 3;
  private static final int MEDIAN_FROM = 5;
  private static final int RECENT = 10;

  /** Samples that a new one is compared with one by one. */
  private static final int NEIGHBOURS = 200;

  final int samples;
  final int strokes;
  final float[][] centre = new float[TypingSample.VIEWS][];
  final float[][] mean = new float[TypingSample.VIEWS][];
  final float[][] perSpread = new float[TypingSample.VIEWS][];
  final float[][] recent = new float[TypingSample.VIEWS][];
  final float[] meanSpread = new float[TypingSample.VIEWS];

  /** Samples in units of spread, one after the other: [view][sample * width + position]. */
  final float[][] neighbours = new float[TypingSample.VIEWS][];

  final int neighbourCount;
  final Whitening whitening;
  final float medianTotalLog;
  final float totalLogDeviation;
  final float overlap;

  /**
   * @param samples oldest first, all with the same number of strokes, at least one
   */
  public TypingTemplate(List<TypingSample> samples) {
    this.samples = samples.size();
    this.strokes = samples.get(0).strokes();
    this.neighbourCount = Math.min(NEIGHBOURS, this.samples);
    float[] column = new float[this.samples];
    for (int view = 0; view < TypingSample.VIEWS; view++) {
      int width = samples.get(0).view(view).length;
      centre[view] = new float[width];
      mean[view] = new float[width];
      perSpread[view] = new float[width];
      recent[view] = new float[width];
      float spreads = 0;
      for (int i = 0; i < width; i++) {
        float sum = 0;
        for (int s = 0; s < column.length; s++) {
          column[s] = samples.get(s).view(view)[i];
          sum += column[s];
        }
        float average = sum / column.length;
        float deviations = 0;
        for (float value : column) {
          deviations += Math.abs(value - average);
        }
        float spread =
            (deviations + PRIOR_WEIGHT * PRIOR_SPREAD[view]) / (column.length + PRIOR_WEIGHT);
        mean[view][i] = average;
        perSpread[view][i] = 1 / spread;
        spreads += spread;
        float[] last =
            Arrays.copyOfRange(column, Math.max(0, column.length - RECENT), column.length);
        recent[view][i] = Median.of(last, last.length);
        centre[view][i] = column.length >= MEDIAN_FROM ? Median.of(column, column.length) : average;
      }
      meanSpread[view] = spreads / width;
      neighbours[view] = scaled(samples, view, width);
    }
    whitening = new Whitening(this, samples);
    float[] totals = new float[this.samples];
    double sum = 0;
    double squares = 0;
    int overlaps = 0;
    for (int s = 0; s < totals.length; s++) {
      totals[s] = total(samples.get(s));
      double log = Math.log(Math.max(totals[s], 0.05));
      sum += log;
      squares += log * log;
      overlaps += overlaps(samples.get(s));
    }
    double meanLog = sum / totals.length;
    totalLogDeviation = (float) Math.sqrt(Math.max(0, squares / totals.length - meanLog * meanLog));
    medianTotalLog = (float) Math.log(Math.max(Median.of(totals, totals.length), 0.05));
    overlap = overlaps / (float) (totals.length * (strokes - 1));
  }

  private float[] scaled(List<TypingSample> samples, int view, int width) {
    float[] scaled = new float[neighbourCount * width];
    int at = 0;
    for (TypingSample sample : samples.subList(this.samples - neighbourCount, this.samples)) {
      float[] values = sample.view(view);
      for (int i = 0; i < width; i++) {
        scaled[at++] = values[i] * perSpread[view][i];
      }
    }
    return scaled;
  }

  static float total(TypingSample sample) {
    float total = 0;
    for (float press : sample.view(TypingSample.PRESS)) {
      total += press;
    }
    return total;
  }

  static int overlaps(TypingSample sample) {
    int overlaps = 0;
    for (float release : sample.view(TypingSample.RELEASE)) {
      overlaps += release < 0 ? 1 : 0;
    }
    return overlaps;
  }

  /** Samples it was made of. */
  public int samples() {
    return samples;
  }

  /** Keys of the secret. */
  public int strokes() {
    return strokes;
  }

  /**
   * The scaled Manhattan distance of a new sample, the yardstick of keystroke research: the mean
   * over all times of |time - mean| / mean absolute deviation.
   */
  public static double scaledManhattan(List<TypingSample> samples, TypingSample probe) {
    double distance = 0;
    int times = 0;
    for (int view = TypingSample.DWELL; view <= TypingSample.RELEASE; view += 2) {
      for (int i = 0; i < probe.view(view).length; i++) {
        double mean = 0;
        for (TypingSample sample : samples) {
          mean += sample.view(view)[i] / samples.size();
        }
        double deviation = 0;
        for (TypingSample sample : samples) {
          deviation += Math.abs(sample.view(view)[i] - mean) / samples.size();
        }
        distance += Math.abs(probe.view(view)[i] - mean) / Math.max(deviation, 1e-4);
        times++;
      }
    }
    return distance / times;
  }
}
