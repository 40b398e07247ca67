package io.flowshield.ml.behaviour;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a new sample is from what is known of the owner, in numbers that mean the same for every
 * person and every secret: distances in units of the owner's own spread, to the centre, to the
 * nearest of the last samples and to the most recent ones; surprises; pace, rhythm and overlap of
 * keys.
 */
public final class TypingDistance {
  private static final String[] VIEW_NAMES = {
    "dwell", "dwell_log", "press", "press_log", "release", "release_log"
  };
  private static final String[] PER_VIEW = {
    "mean",
    "rms",
    "median",
    "worst_two",
    "upper_quartile",
    "signed",
    "capped",
    "far_share",
    "nearest",
    "nearest_five",
    "all",
    "spread",
    "recent",
    "rhythm",
    "rarity",
    "rarity_worst_two"
  };
  private static final String[] WHOLE = {
    "surprise.mean",
    "surprise.rms",
    "surprise.capped",
    "surprise.upper_quartile",
    "likelihood.dwell",
    "likelihood.press",
    "shape.dwell",
    "shape.press",
    "shape.release",
    "pace_change",
    "pace_distance",
    "pace",
    "pace_spread",
    "pace_now",
    "overlap_change",
    "overlap",
    "samples"
  };

  /** Names of the numbers, in order. */
  public static final List<String> NAMES = names();

  private static final float CAP = 3;
  private static final float FAR = 1.5f;
  private static final int NEAREST = 5;
  private static final float KERNEL = 6;
  private static final float LEAST_DENSITY = 0.01f;

  private TypingDistance() {}

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String view : VIEW_NAMES) {
      for (String name : PER_VIEW) {
        names.add(view + "." + name);
      }
    }
    names.addAll(List.of(WHOLE));
    return List.copyOf(names);
  }

  /**
   * Writes the numbers into a row.
   *
   * @param row receives as many numbers as there are {@link #NAMES}, from index 0
   */
  public static void write(TypingTemplate template, TypingSample probe, float[] row) {
    if (probe.strokes() != template.strokes) {
      throw new IllegalArgumentException("Secrets of different length cannot be compared");
    }
    int at = 0;
    float[] distances = new float[template.neighbourCount];
    for (int view = 0; view < TypingSample.VIEWS; view++) {
      at = view(template, probe, view, distances, row, at);
    }
    at = surprise(template.whitening.surprises(template, probe), row, at);
    row[at++] = Likelihood.DWELL.ratio(template, probe, TypingSample.DWELL_LOG);
    row[at++] = Likelihood.PRESS.ratio(template, probe, TypingSample.PRESS_LOG);
    row[at++] = shape(template, probe, TypingSample.DWELL_LOG);
    row[at++] = shape(template, probe, TypingSample.PRESS_LOG);
    row[at++] = shape(template, probe, TypingSample.RELEASE_LOG);
    float total = Math.max(TypingTemplate.total(probe), 0.05f);
    float log = (float) Math.log(total);
    row[at++] = log - template.medianTotalLog;
    row[at++] = Math.abs(log - template.medianTotalLog);
    row[at++] = template.medianTotalLog;
    row[at++] = template.totalLogDeviation;
    row[at++] = log;
    row[at++] = TypingTemplate.overlaps(probe) / (float) (probe.strokes() - 1) - template.overlap;
    row[at++] = template.overlap;
    row[at] = template.samples;
  }

  private static int view(
      TypingTemplate template,
      TypingSample probe,
      int view,
      float[] distances,
      float[] row,
      int start) {
    float[] values = probe.view(view);
    float[] centre = template.centre[view];
    float[] mean = template.mean[view];
    float[] perSpread = template.perSpread[view];
    float[] recent = template.recent[view];
    int n = values.length;
    float[] far = new float[n];
    float sum = 0;
    float squares = 0;
    float signed = 0;
    float capped = 0;
    int farCount = 0;
    float recentSum = 0;
    float valueSum = 0;
    float meanSum = 0;
    for (int i = 0; i < n; i++) {
      float z = (values[i] - centre[i]) * perSpread[i];
      float distance = Math.abs(z);
      far[i] = distance;
      sum += distance;
      squares += distance * distance;
      signed += z;
      capped += Math.min(distance, CAP);
      farCount += distance > FAR ? 1 : 0;
      recentSum += Math.abs(values[i] - recent[i]) * perSpread[i];
      valueSum += values[i];
      meanSum += mean[i];
    }
    Arrays.sort(far);
    float valueMean = valueSum / n;
    float meanMean = meanSum / n;
    float product = 0;
    float valueSquares = 0;
    float meanSquares = 0;
    for (int i = 0; i < n; i++) {
      float a = values[i] - valueMean;
      float b = mean[i] - meanMean;
      product += a * b;
      valueSquares += a * a;
      meanSquares += b * b;
    }
    float[] rarity = new float[n];
    neighbours(template, values, view, distances, rarity);
    int at = start;
    row[at++] = sum / n;
    row[at++] = (float) Math.sqrt(squares / n);
    row[at++] = quantile(far, 0.5f);
    row[at++] = (far[n - 1] + far[n - 2]) / 2;
    row[at++] = quantile(far, 0.75f);
    row[at++] = signed / n;
    row[at++] = capped / n;
    row[at++] = farCount / (float) n;
    float all = 0;
    float nearestFive = 0;
    Arrays.sort(distances);
    int five = Math.min(NEAREST, distances.length);
    for (int i = 0; i < distances.length; i++) {
      all += distances[i];
      if (i < five) {
        nearestFive += distances[i];
      }
    }
    row[at++] = distances[0];
    row[at++] = nearestFive / five;
    row[at++] = all / distances.length;
    row[at++] = template.meanSpread[view];
    row[at++] = recentSum / n;
    row[at++] = (float) (product / (Math.sqrt((double) valueSquares * meanSquares) + 1e-9));
    float rarities = 0;
    for (float rare : rarity) {
      rarities += rare;
    }
    Arrays.sort(rarity);
    row[at++] = rarities / n;
    row[at++] = (rarity[n - 1] + rarity[n - 2]) / 2;
    return at;
  }

  private static int surprise(float[] surprises, float[] row, int start) {
    float sum = 0;
    float squares = 0;
    float capped = 0;
    for (int i = 0; i < surprises.length; i++) {
      float size = Math.abs(surprises[i]);
      surprises[i] = size;
      sum += size;
      squares += size * size;
      capped += Math.min(size, CAP);
    }
    Arrays.sort(surprises);
    row[start] = sum / surprises.length;
    row[start + 1] = (float) Math.sqrt(squares / surprises.length);
    row[start + 2] = capped / surprises.length;
    row[start + 3] = quantile(surprises, 0.75f);
    return start + 4;
  }

  /** The mean distance once what all times have in common is taken off: a slow day is no other. */
  private static float shape(TypingTemplate template, TypingSample probe, int view) {
    float[] values = probe.view(view);
    float[] off = new float[values.length];
    for (int i = 0; i < off.length; i++) {
      off[i] = (values[i] - template.centre[view][i]) * template.perSpread[view][i];
    }
    float shift = Median.of(off.clone(), off.length);
    float sum = 0;
    for (float distance : off) {
      sum += Math.min(Math.abs(distance - shift), CAP);
    }
    return sum / off.length;
  }

  /**
   * Distances to the last samples, and how rare each time is among theirs: minus the logarithm of a
   * density by kernels (Parzen 1962), which sees that some people have two ways of doing a thing.
   */
  private static void neighbours(
      TypingTemplate template, float[] values, int view, float[] distances, float[] rarity) {
    int n = values.length;
    float[] scaled = new float[n];
    for (int i = 0; i < n; i++) {
      scaled[i] = values[i] * template.perSpread[view][i];
    }
    float[] neighbours = template.neighbours[view];
    int at = 0;
    for (int s = 0; s < distances.length; s++) {
      float distance = 0;
      for (int i = 0; i < n; i++) {
        float away = Math.abs(scaled[i] - neighbours[at++]);
        distance += away;
        rarity[i] += 1 / (1 + KERNEL * away * away);
      }
      distances[s] = distance / n;
    }
    for (int i = 0; i < n; i++) {
      rarity[i] = -(float) Math.log(rarity[i] / distances.length + LEAST_DENSITY);
    }
  }

  /** Of sorted values, a straight line between neighbours. */
  private static float quantile(float[] sorted, float share) {
    float position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
