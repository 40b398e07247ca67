package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.SequenceEncoder;
import io.flowshield.ml.behaviour.TypingDistance;
import io.flowshield.ml.behaviour.TypingModel;
import io.flowshield.ml.behaviour.TypingSequence;
import io.flowshield.training.typing.SequenceTrainer.Example;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Trains the typing model on imagined people only: the network on some, the trees (which see the
 * network's verdict on people it does not know) on others, the calibration on more, and measures
 * the result, with and without the network, on yet others.
 */
final class TypingTraining {
  static final long SEED = 20261123;
  static final int TREES = 150;

  /**
   * How many imagined accounts there are of each kind.
   *
   * @param network they train the network
   * @param trees they train the trees
   * @param calibration they calibrate
   * @param test they measure
   * @param epochs times that the network sees its part
   */
  record Size(int network, int trees, int calibration, int test, int epochs) {
    static final Size PUBLISHED = new Size(250, 400, 120, 200, 4);
  }

  /**
   * What was trained.
   *
   * @param trees in XGBoost's binary JSON
   * @param treesAlone the same without the network's verdict
   * @param network weights by name
   * @param ablation error rates on imagined people
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Trained(
      byte[] trees,
      byte[] treesAlone,
      Map<String, Object> network,
      double slope,
      double intercept,
      Ablation ablation) {}

  /**
   * Equal error rates of imagined people, in the same order.
   *
   * @param fused both kinds of trees, as they judge together
   * @param treesAlone trees that do not know the network's verdict
   * @param networkAlone no trees
   * @param yardstick the mean distance in units of the owner's spread
   */
  record Ablation(
      List<Double> fused,
      List<Double> treesAlone,
      List<Double> networkAlone,
      List<Double> yardstick) {

    /** What the network takes off the error rate: mean and 95 % interval, paired by account. */
    double[] gain() {
      return EqualErrorRate.gain(treesAlone, fused);
    }

    /** Mean rates by name. */
    Map<String, Double> means() {
      Map<String, Double> means = new LinkedHashMap<>();
      means.put("eer", EqualErrorRate.mean(fused));
      means.put("eer.trees_alone", EqualErrorRate.mean(treesAlone));
      means.put("eer.network_alone", EqualErrorRate.mean(networkAlone));
      means.put("eer.distance", EqualErrorRate.mean(yardstick));
      return means;
    }
  }

  private TypingTraining() {}

  static Trained train(Size size) throws XGBoostError {
    List<Example> examples = new ArrayList<>();
    world(1, size.network())
        .run(
            (owner, template, probe, impostor) ->
                examples.add(new Example(TypingSequence.of(template, probe), impostor)));
    Map<String, Object> network =
        SequenceTrainer.export(SequenceTrainer.train(examples, size.epochs(), SEED));
    SequenceEncoder encoder = SequenceTrainer.encoder(network);

    TypingRows fusedRows = rows(world(2, size.trees()), encoder);
    TypingRows plainRows = fusedRows.without(TypingDistance.NAMES.size());
    Booster fused = fusedRows.train(parameters(), TREES);
    Booster plain = plainRows.train(parameters(), TREES);
    try {
      TypingRows calibration = rows(world(3, size.calibration()), encoder);
      double[] line = LogisticLine.fit(margins(calibration, fused, plain), calibration);
      return new Trained(
          fused.toByteArray("ubj"),
          plain.toByteArray("ubj"),
          network,
          line[0],
          line[1],
          ablation(world(4, size.test()), encoder, fused, plain));
    } finally {
      fused.dispose();
      plain.dispose();
    }
  }

  static TypistWorld world(int part, int owners) {
    return new TypistWorld(SEED + part, owners, 3, 16);
  }

  private static TypingRows rows(TypistWorld world, SequenceEncoder encoder) {
    TypingRows rows = new TypingRows(TypingModel.columns().size());
    world.run(
        (owner, template, probe, impostor) ->
            rows.add(TypingModel.row(template, probe, encoder), impostor));
    return rows;
  }

  private static Ablation ablation(
      TypistWorld world, SequenceEncoder encoder, Booster fused, Booster plain)
      throws XGBoostError {
    Map<Integer, TypingRows> owners = new TreeMap<>();
    world.run(
        (owner, template, probe, impostor) ->
            owners
                .computeIfAbsent(owner, o -> new TypingRows(TypingModel.columns().size()))
                .add(TypingModel.row(template, probe, encoder), impostor));
    Ablation ablation =
        new Ablation(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int network = TypingDistance.NAMES.size();
    int distance = TypingDistance.NAMES.indexOf("press.mean");
    for (TypingRows rows : owners.values()) {
      ablation.fused().add(rows.equalErrorRate(margins(rows, fused, plain)));
      ablation.treesAlone().add(rows.equalErrorRate(rows.without(network).margins(plain)));
      ablation.networkAlone().add(rows.equalErrorRate(rows.column(network)));
      ablation.yardstick().add(rows.equalErrorRate(rows.column(distance)));
    }
    return ablation;
  }

  /** As the model judges: the trees that know the network's verdict count by the evidence. */
  private static double[] margins(TypingRows rows, Booster fused, Booster plain)
      throws XGBoostError {
    int samples = TypingDistance.NAMES.indexOf("samples");
    double[] both = rows.margins(fused);
    double[] alone = rows.without(TypingDistance.NAMES.size()).margins(plain);
    double[] margins = new double[both.length];
    for (int i = 0; i < margins.length; i++) {
      margins[i] = TypingModel.margin((int) rows.value(i, samples), alone[i], both[i]);
    }
    return margins;
  }

  static Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>(TypingRecipe.parameters(SEED));
    parameters.put("eta", 0.1);
    // One thread: the order of sums, and with it the bytes, never changes.
    parameters.put("nthread", 1);
    return parameters;
  }
}
