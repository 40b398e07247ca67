package io.flowshield.ml.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * A long short-term memory network (Hochreiter and Schmidhuber 1997, with forget gates by Gers et
 * al. 2000 and without peepholes) over a {@link TypingSequence} of any length, with one output: the
 * log-odds of an impostor. Trained elsewhere, evaluated here. Immutable.
 *
 * <p>For each key, with x the input and h the last output: a = x W + h R + b in four blocks of as
 * many numbers as there are units: candidate c = tanh(a1), forget f = s(a2), output o = s(a3),
 * input i = s(a4); memory m = f m + i c; h = o tanh(m). Behind the last key: v h + d.
 */
public final class SequenceEncoder {
  private final int inputs;
  private final int units;
  private final float[] input;
  private final float[] recurrent;
  private final float[] bias;
  private final float[] head;
  private final float headBias;

  /**
   * @param inputs numbers for each key
   * @param units memory cells
   * @param input weights W, row by row: inputs times 4 units
   * @param recurrent weights R, row by row: units times 4 units
   * @param bias b, 4 units
   * @param head v, units
   * @param headBias d
   */
  public SequenceEncoder(
      int inputs,
      int units,
      float[] input,
      float[] recurrent,
      float[] bias,
      float[] head,
      float headBias) {
    int gates = 4 * units;
    if (input.length != inputs * gates
        || recurrent.length != units * gates
        || bias.length != gates
        || head.length != units) {
      throw new IllegalArgumentException("The network's weights are of the wrong number");
    }
    this.inputs = inputs;
    this.units = units;
    this.input = input.clone();
    this.recurrent = recurrent.clone();
    this.bias = bias.clone();
    this.head = head.clone();
    this.headBias = headBias;
  }

  /**
   * Reads {@code {"inputs":..,"units":..,"input":[..],"recurrent":[..],"bias":[..],"head":[..],
   * "headBias":..}}.
   */
  static SequenceEncoder of(JsonNode node) throws IOException {
    try {
      return new SequenceEncoder(
          node.path("inputs").asInt(),
          node.path("units").asInt(),
          floats(node.path("input")),
          floats(node.path("recurrent")),
          floats(node.path("bias")),
          floats(node.path("head")),
          (float) node.path("headBias").asDouble(Double.NaN));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static float[] floats(JsonNode array) throws IOException {
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      if (!array.get(i).isNumber() || !Float.isFinite(array.get(i).floatValue())) {
        throw new IOException("A weight of the network is not a number");
      }
      floats[i] = array.get(i).floatValue();
    }
    return floats;
  }

  /** Numbers for each key. */
  public int inputs() {
    return inputs;
  }

  /** The log-odds of an impostor. */
  public float score(float[] sequence) {
    float[] code = encode(sequence);
    float score = headBias;
    for (int i = 0; i < units; i++) {
      score += head[i] * code[i];
    }
    return score;
  }

  /** The network's output behind the last key, as many numbers as it has units. */
  float[] encode(float[] sequence) {
    int gates = 4 * units;
    int steps = sequence.length / inputs;
    float[] output = new float[units];
    float[] memory = new float[units];
    float[] sums = new float[gates];
    for (int step = 0; step < steps; step++) {
      System.arraycopy(bias, 0, sums, 0, gates);
      for (int i = 0; i < inputs; i++) {
        add(sums, input, i * gates, sequence[step * inputs + i]);
      }
      for (int i = 0; i < units; i++) {
        add(sums, recurrent, i * gates, output[i]);
      }
      for (int i = 0; i < units; i++) {
        float candidate = tanh(sums[i]);
        float forget = sigmoid(sums[units + i]);
        float out = sigmoid(sums[2 * units + i]);
        float in = sigmoid(sums[3 * units + i]);
        memory[i] = forget * memory[i] + in * candidate;
        output[i] = out * tanh(memory[i]);
      }
    }
    return output;
  }

  private static void add(float[] sums, float[] weights, int from, float factor) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += factor * weights[from + i];
    }
  }

  private static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  /** Several times faster than {@link Math#tanh}, exact to single precision. */
  private static float tanh(float x) {
    return (float) (1 - 2 / (Math.exp(2.0 * x) + 1));
  }
}
