package io.flowshield.ml.password;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * A recurrent network over characters (Melicher et al., "Fast, Lean, and Accurate: Modeling
 * Password Guessability Using Neural Networks", USENIX Security 2016): one layer of LSTM
 * (Hochreiter and Schmidhuber 1997, with forget gate, without peepholes) and a softmax that says
 * how likely each next character is. Trained elsewhere; here it is a few multiplications in plain
 * Java. Immutable, thread-safe.
 */
public final class CharacterModel implements PasswordDistribution {
  /** Characters that are looked at; those behind only make a password better than its estimate. */
  public static final int LONGEST = 48;

  private static final int MAGIC = 0x46534348;
  private static final int FORMAT = 1;
  private static final int GATES = 4;
  private static final int MOST_UNITS = 1024;

  /** A character without a symbol is one of about so many. */
  static final double LOG10_OTHERS = 4;

  private static final int LETTERS = 26;

  private final int units;
  private final float[] inputWeights;
  private final float[] recurrentWeights;
  private final float[] bias;
  private final float[] outputWeights;
  private final float[] outputBias;

  /**
   * Rows are inputs; the four blocks of columns are block input (tanh), forget gate, output gate
   * and input gate (sigmoid).
   *
   * @param inputWeights symbols x 4 units
   * @param recurrentWeights units x 4 units
   * @param bias 4 units
   * @param outputWeights units x symbols
   * @param outputBias symbols
   */
  public CharacterModel(
      float[] inputWeights,
      float[] recurrentWeights,
      float[] bias,
      float[] outputWeights,
      float[] outputBias) {
    units = bias.length / GATES;
    int symbols = CharacterAlphabet.SIZE;
    if (units == 0
        || bias.length != GATES * units
        || inputWeights.length != symbols * bias.length
        || recurrentWeights.length != units * bias.length
        || outputWeights.length != units * symbols
        || outputBias.length != symbols) {
      throw new IllegalArgumentException("The layers do not fit each other or the alphabet");
    }
    this.inputWeights = finite(inputWeights);
    this.recurrentWeights = finite(recurrentWeights);
    this.bias = finite(bias);
    this.outputWeights = finite(outputWeights);
    this.outputBias = finite(outputBias);
  }

  private static float[] finite(float[] weights) {
    for (float weight : weights) {
      if (!Float.isFinite(weight)) {
        throw new IllegalArgumentException("A weight is not a number");
      }
    }
    return weights.clone();
  }

  /**
   * Decimal logarithm of the probability that somebody chooses this password, at most 0. Of a long
   * one only the first {@link #LONGEST} characters count, without an end.
   */
  @Override
  public double log10Probability(CharSequence password) {
    int[] symbols = CharacterAlphabet.symbols(password, LONGEST);
    State state = new State();
    double sum = LetterCase.log10Probability(password, LONGEST);
    int previous = CharacterAlphabet.END;
    for (int symbol : symbols) {
      state.step(previous);
      sum += state.log10(symbol);
      if (symbol == CharacterAlphabet.OTHER) {
        sum -= LOG10_OTHERS;
      }
      previous = symbol;
    }
    if (password.length() <= LONGEST) {
      state.step(previous);
      sum += state.log10(CharacterAlphabet.END);
    }
    return sum;
  }

  /**
   * The probabilities of the next symbol after some symbols, as the softmax gives them.
   *
   * @param prefix symbols from the password's start on, may be empty
   */
  public double[] next(int[] prefix) {
    State state = new State();
    state.step(CharacterAlphabet.END);
    for (int symbol : prefix) {
      state.step(symbol);
    }
    return state.probabilities();
  }

  /** Draws a password from the model, and tells the decimal logarithm of its probability. */
  @Override
  public double sample(RandomGenerator random) {
    State state = new State();
    int previous = CharacterAlphabet.END;
    int letters = 0;
    double sum = 0;
    for (int i = 0; i <= LONGEST; i++) {
      state.step(previous);
      int symbol = state.draw(random);
      sum += state.log10(symbol);
      if (symbol == CharacterAlphabet.END) {
        break;
      }
      letters += symbol < LETTERS ? 1 : 0;
      sum -= symbol == CharacterAlphabet.OTHER ? LOG10_OTHERS : 0;
      previous = symbol;
    }
    return sum + LetterCase.sample(letters, random);
  }

  /** The state in front of the first step. */
  State start() {
    return new State();
  }

  /** The weights, as {@link #read} takes them. */
  public byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      out.writeInt(CharacterAlphabet.SIZE);
      out.writeInt(units);
      for (float[] weights :
          new float[][] {inputWeights, recurrentWeights, bias, outputWeights, outputBias}) {
        for (float weight : weights) {
          out.writeFloat(weight);
        }
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
  public static CharacterModel read(byte[] bytes) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
        throw new IOException("Not a character model of format " + FORMAT);
      }
      int symbols = in.readInt();
      int units = in.readInt();
      if (symbols != CharacterAlphabet.SIZE || units < 1 || units > MOST_UNITS) {
        throw new IOException("A character model for another alphabet or of another size");
      }
      CharacterModel model =
          new CharacterModel(
              floats(in, symbols * GATES * units),
              floats(in, units * GATES * units),
              floats(in, GATES * units),
              floats(in, units * symbols),
              floats(in, symbols));
      if (in.read() >= 0) {
        throw new IOException("A character model with something behind it");
      }
      return model;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static float[] floats(DataInputStream in, int count) throws IOException {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = in.readFloat();
    }
    return floats;
  }

  @Override
  public String toString() {
    return "CharacterModel[" + units + " units]";
  }

  /** What the network remembers of the characters so far. */
  final class State {
    private final float[] hidden = new float[units];
    private final float[] cell = new float[units];
    private final float[] gates = new float[GATES * units];
    private final double[] output = new double[CharacterAlphabet.SIZE];
    private double logSum;

    void step(int symbol) {
      int width = gates.length;
      int row = symbol * width;
      for (int g = 0; g < width; g++) {
        gates[g] = bias[g] + inputWeights[row + g];
      }
      for (int u = 0; u < units; u++) {
        float h = hidden[u];
        int from = u * width;
        for (int g = 0; g < width; g++) {
          gates[g] += h * recurrentWeights[from + g];
        }
      }
      for (int u = 0; u < units; u++) {
        double block = Math.tanh(gates[u]);
        double forget = sigmoid(gates[units + u]);
        double out = sigmoid(gates[2 * units + u]);
        double input = sigmoid(gates[3 * units + u]);
        cell[u] = (float) (forget * cell[u] + input * block);
        hidden[u] = (float) (out * Math.tanh(cell[u]));
      }
      score();
    }

    private void score() {
      int symbols = output.length;
      for (int s = 0; s < symbols; s++) {
        output[s] = outputBias[s];
      }
      for (int u = 0; u < units; u++) {
        float h = hidden[u];
        int from = u * symbols;
        for (int s = 0; s < symbols; s++) {
          output[s] += h * outputWeights[from + s];
        }
      }
      double most = Double.NEGATIVE_INFINITY;
      for (double value : output) {
        most = Math.max(most, value);
      }
      double sum = 0;
      for (double value : output) {
        sum += Math.exp(value - most);
      }
      logSum = most + Math.log(sum);
    }

    double log10(int symbol) {
      return (output[symbol] - logSum) / Math.log(10);
    }

    double probability(int symbol) {
      return Math.exp(output[symbol] - logSum);
    }

    double[] probabilities() {
      double[] probabilities = new double[output.length];
      for (int s = 0; s < probabilities.length; s++) {
        probabilities[s] = Math.exp(output[s] - logSum);
      }
      return probabilities;
    }

    int draw(RandomGenerator random) {
      double u = random.nextDouble();
      for (int s = 0; s < output.length; s++) {
        u -= Math.exp(output[s] - logSum);
        if (u < 0) {
          return s;
        }
      }
      return CharacterAlphabet.END;
    }

    private double sigmoid(double x) {
      return 1 / (1 + Math.exp(-x));
    }
  }
}
