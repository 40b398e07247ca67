package io.flowshield.ml.behaviour;

/**
 * A new sample beside what is known of the owner, key by key: what the network reads. Of any
 * length; all numbers are about -4 to 4.
 */
public final class TypingSequence {
  /** Numbers for each key. */
  public static final int WIDTH = 9;

  private static final float CLIP = 4;

  private TypingSequence() {}

  /**
   * For each key in turn: how far its dwell, press to press and release to press are off (in units
   * of the owner's spread, logarithms), how far press to press is off the owner's last samples, how
   * steady the owner is in dwell and press to press, how long both usually take, and how many
   * samples the owner is known by.
   *
   * @return {@link #WIDTH} numbers for each key, one key after the other
   */
  public static float[] of(TypingTemplate template, TypingSample probe) {
    int strokes = probe.strokes();
    float evidence = template.samples / (template.samples + 20f);
    float[] sequence = new float[strokes * WIDTH];
    for (int i = 0; i < strokes; i++) {
      int at = i * WIDTH;
      sequence[at] = off(template, probe, TypingSample.DWELL_LOG, i, template.centre);
      sequence[at + 4] = spread(template, TypingSample.DWELL_LOG, i);
      sequence[at + 6] = clip(template.centre[TypingSample.DWELL_LOG][i] + 2.3f);
      if (i > 0) {
        sequence[at + 1] = off(template, probe, TypingSample.PRESS_LOG, i - 1, template.centre);
        sequence[at + 2] = off(template, probe, TypingSample.RELEASE_LOG, i - 1, template.centre);
        sequence[at + 3] = off(template, probe, TypingSample.PRESS_LOG, i - 1, template.recent);
        sequence[at + 5] = spread(template, TypingSample.PRESS_LOG, i - 1);
        sequence[at + 7] = clip(2 * (template.centre[TypingSample.PRESS_LOG][i - 1] + 0.8f));
      }
      sequence[at + 8] = evidence;
    }
    return sequence;
  }

  private static float off(
      TypingTemplate template, TypingSample probe, int view, int i, float[][] centre) {
    return clip((probe.view(view)[i] - centre[view][i]) * template.perSpread[view][i]);
  }

  private static float spread(TypingTemplate template, int view, int i) {
    return clip(5 / template.perSpread[view][i] - 1);
  }

  private static float clip(float value) {
    return value > -CLIP ? Math.min(value, CLIP) : -CLIP;
  }
}
