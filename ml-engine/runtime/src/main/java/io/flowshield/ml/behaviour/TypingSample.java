package io.flowshield.ml.behaviour;

import io.flowshield.ml.telemetry.Telemetry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One typing of one secret: when keys went down and up, never which keys they were.
 *
 * <p>Times are seen in three ways (Killourhy and Maxion, DSN 2009): dwell (a key's press to its
 * release), press to press, and release to press (negative when keys overlap); each in seconds and
 * as a logarithm, since people vary in proportion to their pace.
 */
public final class TypingSample {
  /** Fewer strokes say nothing of a person. */
  public static final int MIN_STROKES = 6;

  /** Strokes beyond these are not looked at. */
  public static final int MAX_STROKES = 32;

  static final int DWELL = 0;
  static final int DWELL_LOG = 1;
  static final int PRESS = 2;
  static final int PRESS_LOG = 3;
  static final int RELEASE = 4;
  static final int RELEASE_LOG = 5;

  /** Ways of looking at a sample. */
  static final int VIEWS = 6;

  static final double MAX_SECONDS = 10;

  private final float[][] views;

  private TypingSample(float[][] views) {
    this.views = views;
  }

  /**
   * What was typed into a field; null when that says nothing of a person: pasted, filled in by the
   * browser or a password manager, corrected on the way, too short, or typed by a keyboard that
   * reports no releases.
   */
  public static @Nullable TypingSample of(Telemetry.Field field) {
    List<Telemetry.Stroke> strokes = field.strokes();
    if (field.pastes() > 0
        || field.autofilled()
        || field.corrections() > 0
        || strokes.size() < MIN_STROKES) {
      return null;
    }
    int length = Math.min(strokes.size(), MAX_STROKES);
    double[] dwells = new double[length];
    double[] presses = new double[length - 1];
    int held = 0;
    for (int i = 0; i < length; i++) {
      dwells[i] = strokes.get(i).dwellMillis() / 1000.0;
      held += dwells[i] > 0 ? 1 : 0;
      if (i > 0) {
        presses[i - 1] = strokes.get(i).flightMillis() / 1000.0;
      }
    }
    return held * 2 < length ? null : of(dwells, presses);
  }

  /**
   * A sample from its times.
   *
   * @param dwells seconds each key was down
   * @param presses seconds from each key's press to the next one's; one fewer
   */
  public static TypingSample of(double[] dwells, double[] presses) {
    if (presses.length != dwells.length - 1 || presses.length < 1) {
      throw new IllegalArgumentException("There is one press to press less than there are keys");
    }
    float[][] views = empty(dwells.length);
    for (int i = 0; i < dwells.length; i++) {
      double dwell = clamped(dwells[i]);
      views[DWELL][i] = (float) dwell;
      views[DWELL_LOG][i] = (float) dwellLog(dwell);
      if (i > 0) {
        double press = clamped(presses[i - 1]);
        double release = press - clamped(dwells[i - 1]);
        views[PRESS][i - 1] = (float) press;
        views[PRESS_LOG][i - 1] = (float) flightLog(press);
        views[RELEASE][i - 1] = (float) release;
        views[RELEASE_LOG][i - 1] = (float) flightLog(release);
      }
    }
    return new TypingSample(views);
  }

  /** From codes of {@link TimeCode}, two for each key (dwell, press to press), by tables. */
  static TypingSample decoded(byte[] codes, int start, int strokes) {
    float[][] views = empty(strokes);
    for (int i = 0; i < strokes; i++) {
      int dwell = codes[start + 2 * i] & 0xff;
      views[DWELL][i] = TimeCode.seconds(dwell);
      views[DWELL_LOG][i] = TimeCode.dwellLog(dwell);
      if (i > 0) {
        int press = codes[start + 2 * i + 1] & 0xff;
        float release = TimeCode.seconds(press) - views[DWELL][i - 1];
        views[PRESS][i - 1] = TimeCode.seconds(press);
        views[PRESS_LOG][i - 1] = TimeCode.flightLog(press);
        views[RELEASE][i - 1] = release;
        views[RELEASE_LOG][i - 1] = TimeCode.flightLogOf(release);
      }
    }
    return new TypingSample(views);
  }

  private static float[][] empty(int strokes) {
    float[][] views = new float[VIEWS][];
    for (int view = 0; view < VIEWS; view++) {
      views[view] = new float[view < PRESS ? strokes : strokes - 1];
    }
    return views;
  }

  static double dwellLog(double seconds) {
    return Math.log(Math.max(seconds, 0.01));
  }

  static double flightLog(double seconds) {
    return Math.log(Math.max(seconds + 0.25, 0.02));
  }

  private static double clamped(double seconds) {
    return seconds >= 0 ? Math.min(seconds, MAX_SECONDS) : 0;
  }

  /** Keys pressed. */
  public int strokes() {
    return views[DWELL].length;
  }

  float[] view(int view) {
    return views[view];
  }
}
