package io.flowshield.training.password;

import io.flowshield.ml.password.CharacterAlphabet;
import io.flowshield.ml.password.CharacterModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.schedule.ISchedule;

/** Trains the character model with DL4J and takes its weights out. */
final class CharacterModelTrainer {
  static final int SEED = 5;
  static final int BATCH = 128;
  static final double LEARNING_RATE = 5e-3;
  static final double LATE_RATE = 2e-3;

  private CharacterModelTrainer() {}

  /**
   * @param strings what to learn, one pass over them is an epoch
   * @param units of the recurrent layer
   * @param epochs how many
   */
  static MultiLayerNetwork train(List<String> strings, int units, int epochs) {
    Nd4j.getRandom().setSeed(SEED);
    List<int[]> sequences = sequences(strings);
    MultiLayerNetwork network = network(units, steps(sequences, epochs), LEARNING_RATE);
    run(network, sequences, epochs, new Random(SEED));
    return network;
  }

  /**
   * Learns something more, gently.
   *
   * @param strings one pass over them is an epoch
   * @param epochs how many
   */
  static MultiLayerNetwork learnMore(MultiLayerNetwork trained, List<String> strings, int epochs) {
    Random random = new Random(SEED);
    List<int[]> sequences = sequences(strings);
    int units = (int) trained.getLayer(1).getParam(DefaultParamInitializer.WEIGHT_KEY).size(0);
    MultiLayerNetwork network = network(units, steps(sequences, epochs), LATE_RATE);
    network.setParams(trained.params());
    run(network, sequences, epochs, random);
    return network;
  }

  private static List<int[]> sequences(List<String> strings) {
    List<int[]> sequences = new ArrayList<>();
    for (String string : strings) {
      sequences.add(CharacterAlphabet.symbols(string, CharacterModel.LONGEST));
    }
    return sequences;
  }

  private static int steps(List<int[]> sequences, int epochs) {
    return epochs * ((sequences.size() + BATCH - 1) / BATCH);
  }

  private static void run(
      MultiLayerNetwork network, List<int[]> sequences, int epochs, Random random) {
    for (int epoch = 0; epoch < epochs; epoch++) {
      for (List<int[]> batch : batches(sequences, random)) {
        fit(network, batch);
      }
    }
  }

  static MultiLayerNetwork network(int units, int steps, double rate) {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(SEED)
            .trainingWorkspaceMode(WorkspaceMode.ENABLED)
            .updater(new Adam(new Decay(rate, steps)))
            .weightInit(WeightInit.XAVIER)
            .list()
            .layer(
                new LSTM.Builder()
                    .nIn(CharacterAlphabet.SIZE)
                    .nOut(units)
                    .activation(Activation.TANH)
                    .build())
            .layer(
                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                    .nIn(units)
                    .nOut(CharacterAlphabet.SIZE)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(CharacterAlphabet.SIZE))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  /** Strings of like length side by side, so that little is padded; in a new order every time. */
  private static List<List<int[]>> batches(List<int[]> sequences, Random random) {
    List<int[]> order = new ArrayList<>(sequences);
    Collections.shuffle(order, random);
    order.sort(Comparator.comparingInt(sequence -> sequence.length));
    List<List<int[]>> batches = new ArrayList<>();
    for (int i = 0; i < order.size(); i += BATCH) {
      batches.add(order.subList(i, Math.min(i + BATCH, order.size())));
    }
    Collections.shuffle(batches, random);
    return batches;
  }

  private static void fit(MultiLayerNetwork network, List<int[]> batch) {
    int longest = batch.stream().mapToInt(sequence -> sequence.length).max().orElse(0) + 1;
    int rows = batch.size();
    float[] inputs = new float[rows * CharacterAlphabet.SIZE * longest];
    float[] labels = new float[inputs.length];
    float[] mask = new float[rows * longest];
    for (int row = 0; row < rows; row++) {
      int[] sequence = batch.get(row);
      int previous = CharacterAlphabet.END;
      for (int t = 0; t <= sequence.length; t++) {
        int next = t < sequence.length ? sequence[t] : CharacterAlphabet.END;
        inputs[(row * CharacterAlphabet.SIZE + previous) * longest + t] = 1;
        labels[(row * CharacterAlphabet.SIZE + next) * longest + t] = 1;
        mask[row * longest + t] = 1;
        previous = next;
      }
    }
    long[] shape = {rows, CharacterAlphabet.SIZE, longest};
    long[] maskShape = {rows, longest};
    network.fit(
        Nd4j.create(inputs, shape, 'c'),
        Nd4j.create(labels, shape, 'c'),
        Nd4j.create(mask, maskShape, 'c'),
        Nd4j.create(mask.clone(), maskShape, 'c'));
  }

  /** The trained weights, for evaluation in plain Java. */
  static CharacterModel export(MultiLayerNetwork network) {
    Layer recurrent = network.getLayer(0);
    Layer output = network.getLayer(1);
    return new CharacterModel(
        rows(recurrent.getParam(LSTMParamInitializer.INPUT_WEIGHT_KEY)),
        rows(recurrent.getParam(LSTMParamInitializer.RECURRENT_WEIGHT_KEY)),
        rows(recurrent.getParam(LSTMParamInitializer.BIAS_KEY)),
        rows(output.getParam(DefaultParamInitializer.WEIGHT_KEY)),
        rows(output.getParam(DefaultParamInitializer.BIAS_KEY)));
  }

  private static float[] rows(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** The learning rate falls in a straight line to almost nothing. */
  private record Decay(double start, int steps) implements ISchedule {
    private static final double LEAST = 0.02;

    @Override
    public double valueAt(int iteration, int epoch) {
      return start * Math.max(LEAST, 1 - (double) iteration / steps);
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }
}
