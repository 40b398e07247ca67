package io.flowshield.ml.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.LoadedModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.model.TreeEnsemble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Judges whether the owner typed: trees over {@link TypingDistance} alone, and trees that also know
 * the network's verdict on the {@link TypingSequence} and count the more the more samples the owner
 * is known by; as calibrated log-odds, weighted by that number once more. Thread-safe, no native
 * memory.
 *
 * <p>Files of {@code behavioral_auth/typing}: {@code trees.ubj}, {@code trees-alone.ubj}, {@code
 * network.json} and {@code schema.json} ({@code {"features":[...],"slope":..,"intercept":..}}).
 */
public final class TypingModel implements LoadedModel {
  /** Name of the model in its group. */
  public static final String NAME = "typing";

  /** Trees that know the network's verdict. */
  public static final String TREES = "trees.ubj";

  /** Trees that do not. */
  public static final String TREES_ALONE = "trees-alone.ubj";

  public static final String NETWORK = "network.json";
  public static final String SCHEMA = "schema.json";

  /** Name of the column behind {@link TypingDistance#NAMES}: what the network says. */
  public static final String SEQUENCE = "sequence";

  /** Fewer samples say nothing. */
  public static final int MIN_SAMPLES = 3;

  /** However sure: typing alone convicts nobody, and acquits nobody. */
  public static final float LIMIT = 4;

  private static final double HALF_WEIGHT_AT = 20;

  private final TreeEnsemble trees;
  private final TreeEnsemble treesAlone;
  private final SequenceEncoder network;
  private final double slope;
  private final double intercept;
  private final Origin origin;

  /**
   * @param trees over {@link #columns()}
   * @param treesAlone over {@link TypingDistance#NAMES}
   * @param network over {@link TypingSequence}
   * @param slope by which the trees' margin is multiplied
   * @param intercept added to that
   */
  public TypingModel(
      TreeEnsemble trees,
      TreeEnsemble treesAlone,
      SequenceEncoder network,
      double slope,
      double intercept) {
    this(trees, treesAlone, network, slope, intercept, Origin.UNPUBLISHED);
  }

  private TypingModel(
      TreeEnsemble trees,
      TreeEnsemble treesAlone,
      SequenceEncoder network,
      double slope,
      double intercept,
      Origin origin) {
    if (trees.features() != columns().size()
        || treesAlone.features() != TypingDistance.NAMES.size()
        || network.inputs() != TypingSequence.WIDTH) {
      throw new IllegalArgumentException("The trees or the network read other numbers than these");
    }
    this.trees = trees;
    this.treesAlone = treesAlone;
    this.network = network;
    this.slope = slope;
    this.intercept = intercept;
    this.origin = origin;
  }

  /**
   * Reads the highest version.
   *
   * @throws ModelRefusedException when it must not judge
   */
  public static TypingModel load(ModelStore store) throws ModelRefusedException {
    return store.read(ModelGroup.BEHAVIORAL_AUTH, NAME, TypingModel::of);
  }

  private static TypingModel of(StoredModel stored) throws ModelRefusedException {
    JsonNode schema = stored.json(SCHEMA);
    List<String> features = new ArrayList<>();
    schema.path("features").forEach(name -> features.add(name.asText()));
    double slope = schema.path("slope").asDouble(Double.NaN);
    double intercept = schema.path("intercept").asDouble(Double.NaN);
    if (!features.equals(columns()) || !(slope > 0) || !Double.isFinite(intercept)) {
      throw stored.refusal(
          FallbackCause.SCHEMA_MISMATCH, "wants other numbers than this release computes");
    }
    try {
      return new TypingModel(
          TreeEnsemble.read(stored.file(TREES)),
          TreeEnsemble.read(stored.file(TREES_ALONE)),
          SequenceEncoder.of(stored.json(NETWORK)),
          slope,
          intercept,
          Origin.of(stored));
    } catch (IOException | IllegalArgumentException e) {
      throw stored.refusal(FallbackCause.MODEL_DAMAGED, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Origin origin() {
    return origin;
  }

  /** Names of the numbers that the trees read, in order. */
  public static List<String> columns() {
    return Columns.ALL;
  }

  private static final class Columns {
    static final List<String> ALL = all();

    private static List<String> all() {
      List<String> all = new ArrayList<>(TypingDistance.NAMES);
      all.add(SEQUENCE);
      return List.copyOf(all);
    }
  }

  /** The numbers that the trees with the network read. */
  public static float[] row(TypingTemplate template, TypingSample probe, SequenceEncoder network) {
    float[] row = new float[columns().size()];
    TypingDistance.write(template, probe, row);
    row[row.length - 1] = network.score(TypingSequence.of(template, probe));
    return row;
  }

  /**
   * The log-odds of an impostor where owners and impostors are equally many, before they are
   * weighted.
   */
  public double logOdds(TypingTemplate template, TypingSample probe) {
    float[] row = row(template, probe, network);
    float alone = treesAlone.margin(Arrays.copyOf(row, row.length - 1));
    return slope * margin(template.samples, alone, trees.margin(row)) + intercept;
  }

  /**
   * What both ensembles say together. The network reads a typing against the owner's centre and
   * spread, which few samples hardly tell.
   *
   * @param samples that the owner is known by
   * @param alone margin of the trees that do not know the network's verdict
   * @param both margin of those that do, which counts by {@link #weight}
   */
  public static double margin(int samples, double alone, double both) {
    return alone + weight(samples) * (both - alone);
  }

  /**
   * What the sample adds to the log-odds of an impostor, -{@link #LIMIT} to {@link #LIMIT}; NaN
   * under {@link #MIN_SAMPLES}.
   */
  public float evidence(TypingBaseline baseline, TypingSample probe) {
    if (baseline.samples() < MIN_SAMPLES || baseline.strokes() != probe.strokes()) {
      return Float.NaN;
    }
    double verdict = Math.max(-LIMIT, Math.min(LIMIT, logOdds(baseline.template(), probe)));
    return (float) (weight(baseline.samples()) * verdict);
  }

  /**
   * How much the verdict counts, and in it the network: n³ / (n³ + 20³), which is under 0.09 below
   * 10 samples, a half at 20, 0.94 at 50. However alike two or three typings are, they tell little
   * of a person.
   */
  public static double weight(int samples) {
    double cube = Math.pow(samples, 3);
    return cube / (cube + Math.pow(HALF_WEIGHT_AT, 3));
  }
}
