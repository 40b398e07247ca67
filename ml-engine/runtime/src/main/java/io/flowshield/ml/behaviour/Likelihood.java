package io.flowshield.ml.behaviour;

/**
 * How much likelier a typing is by somebody else who types the same secret than by its owner: the
 * logarithm of the ratio of two normal densities, for each time (Kenny's likelihood ratio of
 * speaker recognition, Odyssey 2010, with one factor). The owner's times lie around the owner's
 * mean, all shifted alike by the day; another's lie around what people in general do, drawn towards
 * the owner's mean since the hard keys are hard for everybody, and all shifted by that person's
 * pace. So it tells a step towards the common way of typing from an equal step away from it.
 *
 * @param usual what people in general do, logarithm
 * @param today standard deviation of the owner's shift
 * @param person standard deviation of another person's shift
 * @param apart variance of another person's single times, beyond the noise
 * @param shared how much of the owner's differences between keys another person has
 */
record Likelihood(float usual, float today, float person, float apart, float shared) {
  static final Likelihood DWELL = new Likelihood(-2.3f, 0.1f, 0.22f, 0.02f, 0.5f);
  static final Likelihood PRESS = new Likelihood(-0.8f, 0.1f, 0.2f, 0.025f, 0.6f);

  /** From a mean absolute deviation to a normal standard deviation. */
  private static final float SPREAD = 1.25f;

  private static final float FARTHEST = 4;

  /** Of one view of a typing, for each of its times. */
  float ratio(TypingTemplate template, TypingSample probe, int view) {
    float[] values = probe.view(view);
    float[] mean = template.mean[view];
    float level = 0;
    for (float value : mean) {
      level += value;
    }
    level /= mean.length;
    float few = 1 + 1f / template.samples;
    Normal own = new Normal(today);
    Normal other = new Normal(person);
    for (int i = 0; i < values.length; i++) {
      float spread = SPREAD / template.perSpread[view][i];
      float variance = spread * spread * few;
      own.add(values[i] - mean[i], variance);
      other.add(values[i] - usual - shared * (mean[i] - level), variance + apart);
    }
    return (other.logDensity() - own.logDensity()) / values.length;
  }

  /** Independent times with one shift in common, by Woodbury's identity. */
  private static final class Normal {
    private final float shift;
    private double squares;
    private double pull;
    private double precision;
    private double logs;

    Normal(float deviation) {
      shift = deviation * deviation;
    }

    void add(float off, float variance) {
      double limit = FARTHEST * Math.sqrt(variance + shift);
      double near = Math.max(-limit, Math.min(limit, off));
      squares += near * near / variance;
      pull += near / variance;
      precision += 1 / variance;
      logs += Math.log(variance);
    }

    float logDensity() {
      double whole = 1 + shift * precision;
      return (float) (-0.5 * (squares - shift * pull * pull / whole + logs + Math.log(whole)));
    }
  }
}
