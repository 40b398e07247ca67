package io.flowshield.ml.password;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many guesses come before a password of a given probability when an attacker guesses in the
 * order of the model: the Monte-Carlo estimate of Dell'Amico and Filippone ("Monte Carlo Strength
 * Evaluation: Fast and Reliable Password Checking", CCS 2015), {@code sum over sampled passwords
 * that are likelier, of 1 / (n p)}, kept at some hundred points. Immutable.
 */
public final class GuessCurve {
  private static final int MAGIC = 0x46534743;
  private static final int MOST_POINTS = 100_000;

  private final float[] log10Probabilities;
  private final float[] log10Guesses;

  /**
   * @param log10Probabilities falling
   * @param log10Guesses never falling, as many
   */
  private GuessCurve(float[] log10Probabilities, float[] log10Guesses) {
    for (int i = 0; i < log10Probabilities.length; i++) {
      boolean inOrder =
          i == 0
              || (log10Probabilities[i] < log10Probabilities[i - 1]
                  && log10Guesses[i] >= log10Guesses[i - 1]);
      if (!inOrder || !Float.isFinite(log10Probabilities[i]) || !(log10Guesses[i] >= 0)) {
        throw new IllegalArgumentException("A curve of guesses must not go back");
      }
    }
    this.log10Probabilities = log10Probabilities;
    this.log10Guesses = log10Guesses;
  }

  /**
   * Draws passwords from a model.
   *
   * @param samples how many; the paper finds 10,000 enough for an error of some per cent
   * @param points how many of them are kept
   */
  public static GuessCurve of(
      PasswordDistribution model, int samples, int points, RandomGenerator random) {
    double[] drawn = new double[samples];
    for (int i = 0; i < samples; i++) {
      drawn[i] = -model.sample(random);
    }
    Arrays.sort(drawn);
    float[] probabilities = new float[points];
    float[] guesses = new float[points];
    int kept = 0;
    double sum = 0;
    for (int i = 0; i < samples; i++) {
      sum += Math.pow(10, drawn[i]) / samples;
      float probability = (float) -drawn[i];
      boolean due = (long) i * (points - 1) >= (long) kept * (samples - 1);
      if (due && (kept == 0 || probability < probabilities[kept - 1])) {
        probabilities[kept] = probability;
        guesses[kept] = (float) Math.max(0, Math.log10(sum));
        kept++;
      }
    }
    return new GuessCurve(Arrays.copyOf(probabilities, kept), Arrays.copyOf(guesses, kept));
  }

  /**
   * Decimal logarithm of the guesses before a password of this probability, at least 0. Beyond the
   * least likely sample the number grows as the probability falls, which is an upper bound of its
   * growth.
   */
  public double log10Guesses(double log10Probability) {
    int last = log10Probabilities.length - 1;
    if (!(log10Probability < log10Probabilities[0])) {
      return log10Guesses[0];
    }
    if (log10Probability <= log10Probabilities[last]) {
      return log10Guesses[last] + (log10Probabilities[last] - log10Probability);
    }
    int low = 0;
    int high = last;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (log10Probabilities[middle] > log10Probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double share =
        (log10Probabilities[low] - log10Probability)
            / (log10Probabilities[low] - log10Probabilities[high]);
    return log10Guesses[low] + share * (log10Guesses[high] - log10Guesses[low]);
  }

  /** The points, as {@link #read} takes them. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(log10Probabilities.length);
      for (int i = 0; i < log10Probabilities.length; i++) {
        out.writeFloat(log10Probabilities[i]);
        out.writeFloat(log10Guesses[i]);
      }
    } catch (IOException e) {
      throw new IllegalStateException("Memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #toBytes} writes.
   *
   * @throws IOException when it is anything else
   */
  public static GuessCurve read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC) {
        throw new IOException("Not a curve of guesses");
      }
      int points = in.readInt();
      if (points < 2 || points > MOST_POINTS || in.available() != points * 2 * Float.BYTES) {
        throw new IOException("A curve of guesses of another length than it says");
      }
      float[] probabilities = new float[points];
      float[] guesses = new float[points];
      for (int i = 0; i < points; i++) {
        probabilities[i] = in.readFloat();
        guesses[i] = in.readFloat();
      }
      return new GuessCurve(probabilities, guesses);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
