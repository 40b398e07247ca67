package io.flowshield.ml.model;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * A gradient-boosted ensemble that judges and explains. Immutable, thread-safe, and no native
 * memory is left once it is loaded, so that it may be dropped while somebody still asks it.
 *
 * <p>XGBoost reads the model when it is loaded and explains a few rows; the same trees are then
 * evaluated in Java ({@link TreeEnsemble}, {@link TreeShap}), and must agree on those rows or the
 * model is refused. A call into XGBoost takes some fifty times as long as the trees themselves, and
 * its explanations share one lock.
 */
public final class XgboostModel implements LoadedModel {
  /** The trees in XGBoost's universal binary JSON. */
  public static final String BOOSTER = "model.ubj";

  /** Features: {@code {"name":"login","version":1,"features":["new_device",...]}}. */
  public static final String SCHEMA = "schema.json";

  /** See {@link Calibration}. */
  public static final String CALIBRATION = "calibration.json";

  private static final int PROBES = 32;

  /** How far contributions of two computations in different precision may lie apart. */
  private static final double TOLERANCE = 1e-4;

  private final FraudArtifact stored;
  private final FeatureSchema known;
  private final int[] positions;
  private final Set<String> names;
  private final TreeEnsemble trees;
  private final TreeShap shap;

  private XgboostModel(FraudArtifact stored, FeatureSchema known, TreeEnsemble trees)
      throws IOException {
    this.stored = stored;
    this.known = known;
    this.trees = trees;
    shap = new TreeShap(trees);
    names = new HashSet<>(stored.schema().names());
    positions = stored.schema().names().stream().mapToInt(known.names()::indexOf).toArray();
  }

  /**
   * Reads, verifies and loads the highest version of a model that may judge.
   *
   * @param known features that this release computes
   * @param nativeFolder as {@link NativeLibraries#load} takes it
   * @throws ModelRefusedException when the model must not judge
   */
  public static XgboostModel load(
      ModelStore store, FeatureSchema known, @Nullable Path nativeFolder)
      throws ModelRefusedException {
    return store.read(
        ModelGroup.FRAUD_DETECTION,
        known.name(),
        model -> load(FraudArtifact.of(model), known, nativeFolder));
  }

  private static XgboostModel load(
      FraudArtifact stored, FeatureSchema known, @Nullable Path nativeFolder)
      throws ModelRefusedException {
    List<String> unknown =
        stored.schema().names().stream().filter(name -> !known.names().contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new ModelRefusedException(
          FallbackCause.SCHEMA_MISMATCH,
          stored.schema().id() + " wants features that this release does not compute: " + unknown);
    }
    NativeLibraries.State state = NativeLibraries.load(nativeFolder);
    if (state.status() == NativeLibraries.Status.MISSING) {
      throw new ModelRefusedException(FallbackCause.NATIVE_MISSING, state.detail());
    }
    try {
      // Native code sees only what has been understood.
      TreeEnsemble trees = TreeEnsemble.read(stored.booster());
      Booster booster = XGBoost.loadModel(stored.booster());
      try {
        int features = stored.schema().names().size();
        if (booster.getNumFeature() != features) {
          throw new ModelRefusedException(
              FallbackCause.SCHEMA_MISMATCH,
              "The booster has " + booster.getNumFeature() + " features, its schema " + features);
        }
        XgboostModel model = new XgboostModel(stored, known, trees);
        requireAgreement(booster, trees, model.shap);
        return model;
      } finally {
        booster.dispose();
      }
    } catch (XGBoostError | IOException e) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED, "XGBoost cannot read the model: " + e.getMessage(), e);
    }
  }

  /**
   * Compares every contribution and the margin of rows that lead all over the trees.
   *
   * @throws IOException when they differ
   */
  static void requireAgreement(Booster booster, TreeEnsemble trees, TreeShap shap)
      throws XGBoostError, IOException {
    booster.setParam("nthread", 1);
    int features = trees.features();
    float[] rows = probes(trees);
    DMatrix matrix = new DMatrix(rows, PROBES, features, Float.NaN);
    try {
      float[][] margins = booster.predict(matrix, true);
      float[][] contributions = booster.predictContrib(matrix, 0);
      float[] row = new float[features];
      for (int i = 0; i < PROBES; i++) {
        System.arraycopy(rows, i * features, row, 0, features);
        double[] own = shap.contributions(row);
        require(trees.margin(row), margins[i][0]);
        double sum = 0;
        for (int j = 0; j <= features; j++) {
          require(own[j], contributions[i][j]);
          sum += own[j];
        }
        require(sum, margins[i][0]);
      }
    } finally {
      matrix.dispose();
    }
  }

  private static void require(double own, double expected) throws IOException {
    if (!(Math.abs(own - expected) <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
      throw new IOException("its trees give " + own + " instead of " + expected);
    }
  }

  /** Rows on both sides of the model's own thresholds, with values missing. */
  private static float[] probes(TreeEnsemble trees) {
    SplittableRandom random = new SplittableRandom(1);
    float[] rows = new float[PROBES * trees.features()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Float.NaN;
    }
    for (int row = 0; row < PROBES; row++) {
      for (TreeEnsemble.Tree tree : trees.trees()) {
        int node = random.nextInt(tree.left().length);
        if (!tree.isLeaf(node) && random.nextInt(4) > 0) {
          float threshold = tree.value()[node];
          rows[row * trees.features() + tree.feature()[node]] =
              random.nextBoolean() ? threshold : Math.nextDown(threshold);
        }
      }
    }
    return rows;
  }

  public FeatureSchema schema() {
    return stored.schema();
  }

  @Override
  public Origin origin() {
    return stored.origin();
  }

  public Calibration calibration() {
    return stored.calibration();
  }

  /** Whether a feature is one of {@link #schema()}. */
  public boolean knows(String feature) {
    return names.contains(feature);
  }

  /** The numbers of {@link #schema()}, in its order; features that the vector lacks are NaN. */
  public float[] row(FeatureVector vector) {
    float[] row = new float[positions.length];
    if (vector.schema() == known) {
      float[] values = vector.values();
      for (int i = 0; i < row.length; i++) {
        row[i] = values[positions[i]];
      }
    } else {
      for (int i = 0; i < row.length; i++) {
        row[i] = vector.get(stored.schema().names().get(i));
      }
    }
    return row;
  }

  /** The log-odds of a row before calibration, to the bit those of XGBoost. */
  public float margin(float[] row) {
    return trees.margin(row);
  }

  /**
   * What each feature adds to the margin (exact SHAP values), in the order of {@link #schema()},
   * and the bias last; their sum is the margin.
   */
  public double[] contributions(float[] row) {
    return shap.contributions(row);
  }
}
