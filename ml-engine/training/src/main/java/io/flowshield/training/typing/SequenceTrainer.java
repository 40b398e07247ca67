package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.SequenceEncoder;
import io.flowshield.ml.behaviour.TypingSequence;
import io.flowshield.training.DeepLearning4j;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Trains the network of the typing model with DeepLearning4j: one LSTM layer read behind the last
 * key, one logistic output, cross entropy, Adam. Sequences of different length share a batch by a
 * mask.
 */
final class SequenceTrainer {
  static final int UNITS = 16;
  private static final int BATCH = 128;
  private static final double RATE = 0.004;

  /**
   * One comparison.
   *
   * @param sequence what the network reads
   * @param impostor what it shall say
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Example(float[] sequence, boolean impostor) {}

  private SequenceTrainer() {}

  static MultiLayerNetwork network(long seed) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(RATE))
            .weightInit(WeightInit.XAVIER)
            .list()
            .layer(
                new LastTimeStep(
                    new LSTM.Builder()
                        .nIn(TypingSequence.WIDTH)
                        .nOut(UNITS)
                        .activation(Activation.TANH)
                        .gateActivationFunction(Activation.SIGMOID)
                        .build()))
            .layer(
                new OutputLayer.Builder(LossFunctions.LossFunction.XENT)
                    .nIn(UNITS)
                    .nOut(1)
                    .activation(Activation.SIGMOID)
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  static MultiLayerNetwork train(List<Example> examples, int epochs, long seed) {
    MultiLayerNetwork network = network(seed);
    List<Example> shuffled = new ArrayList<>(examples);
    Random random = new Random(seed);
    for (int epoch = 0; epoch < epochs; epoch++) {
      Collections.shuffle(shuffled, random);
      for (int from = 0; from + BATCH <= shuffled.size(); from += BATCH) {
        network.fit(batch(shuffled.subList(from, from + BATCH)));
      }
      // Smaller steps towards the end.
      network.setLearningRate(RATE * Math.pow(0.1, (epoch + 1.0) / epochs));
    }
    return network;
  }

  static DataSet batch(List<Example> examples) {
    int keys = 1;
    for (Example example : examples) {
      keys = Math.max(keys, example.sequence().length / TypingSequence.WIDTH);
    }
    int width = TypingSequence.WIDTH;
    float[] features = new float[examples.size() * width * keys];
    float[] masks = new float[examples.size() * keys];
    float[] labels = new float[examples.size()];
    for (int row = 0; row < examples.size(); row++) {
      float[] sequence = examples.get(row).sequence();
      labels[row] = examples.get(row).impostor() ? 1 : 0;
      for (int key = 0; key < sequence.length / width; key++) {
        masks[row * keys + key] = 1;
        for (int i = 0; i < width; i++) {
          features[(row * width + i) * keys + key] = sequence[key * width + i];
        }
      }
    }
    return new DataSet(
        Nd4j.create(features, new int[] {examples.size(), width, keys}, 'c'),
        Nd4j.create(labels, new int[] {examples.size(), 1}, 'c'),
        Nd4j.create(masks, new int[] {examples.size(), keys}, 'c'),
        null);
  }

  /** For the metadata. */
  static Map<String, Object> description(int epochs) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("library", DeepLearning4j.nameAndVersion());
    description.put("layer", "LSTM");
    description.put("units", UNITS);
    description.put("epochs", epochs);
    description.put("batch", BATCH);
    description.put("rate", RATE);
    return description;
  }

  /** Weights by the names of {@code network.json}. */
  static Map<String, Object> export(MultiLayerNetwork network) {
    Map<String, INDArray> layer = network.getLayer(0).paramTable();
    Map<String, INDArray> output = network.getLayer(1).paramTable();
    Map<String, Object> weights = new LinkedHashMap<>();
    weights.put("inputs", TypingSequence.WIDTH);
    weights.put("units", UNITS);
    weights.put("input", rows(layer, "W"));
    weights.put("recurrent", rows(layer, "RW"));
    weights.put("bias", rows(layer, "b"));
    weights.put("head", rows(output, "W"));
    weights.put("headBias", rows(output, "b")[0]);
    return weights;
  }

  /** The same network as Keycloak evaluates it. */
  static SequenceEncoder encoder(Map<String, Object> weights) {
    return new SequenceEncoder(
        TypingSequence.WIDTH,
        UNITS,
        floats(weights, "input"),
        floats(weights, "recurrent"),
        floats(weights, "bias"),
        floats(weights, "head"),
        floats(weights, "headBias")[0]);
  }

  private static float[] floats(Map<String, Object> weights, String name) {
    Object value = Objects.requireNonNull(weights.get(name), name);
    return value instanceof Float number ? new float[] {number} : (float[]) value;
  }

  private static float[] rows(Map<String, INDArray> table, String name) {
    INDArray matrix = Objects.requireNonNull(table.get(name), name);
    return matrix.dup('c').reshape(matrix.length()).toFloatVector();
  }
}
