package io.flowshield.ml.model;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/**
 * A gradient-boosted ensemble in native memory. Thread-safe: since calls of one Booster that
 * explain share a lock, it holds several copies, and each judgement borrows one.
 *
 * <p>The margin is the sum of the SHAP contributions (Lundberg et al., Nature Machine Intelligence
 * 2, 2020: the explanation is exact for trees), so one native call gives score and reasons.
 */
public final class XgboostModel implements LoadedModel, AutoCloseable {
  /** The trees in XGBoost's universal binary JSON. */
  public static final String BOOSTER = "model.ubj";

  /** Features: {@code {"name":"login","version":1,"features":["new_device",...]}}. */
  public static final String SCHEMA = "schema.json";

  /** See {@link Calibration}. */
  public static final String CALIBRATION = "calibration.json";

  private static final int WARM_UP = 50;

  private final FraudArtifact stored;
  private final BlockingQueue<Booster> idle;
  private final int copies;

  private XgboostModel(FraudArtifact stored, BlockingQueue<Booster> idle, int copies) {
    this.stored = stored;
    this.idle = idle;
    this.copies = copies;
  }

  /**
   * Reads, verifies, loads and warms up the highest version of a model that may judge.
   *
   * @param known features that this release computes
   * @param copies how many judgements may run at once
   * @param nativeFolder as {@link NativeLibraries#load} takes it
   * @throws ModelRefusedException when the model must not judge
   */
  public static XgboostModel load(
      ModelStore store, FeatureSchema known, int copies, @Nullable Path nativeFolder)
      throws ModelRefusedException {
    return store.read(
        ModelGroup.FRAUD_DETECTION,
        known.name(),
        model -> load(FraudArtifact.of(model), known, copies, nativeFolder));
  }

  private static XgboostModel load(
      FraudArtifact stored, FeatureSchema known, int copies, @Nullable Path nativeFolder)
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
    XgboostModel model = new XgboostModel(stored, new ArrayBlockingQueue<>(copies), copies);
    try {
      for (int i = 0; i < copies; i++) {
        Booster booster = XGBoost.loadModel(stored.booster());
        model.idle.add(booster);
        booster.setParam("nthread", 1);
        if (booster.getNumFeature() != stored.schema().names().size()) {
          throw new ModelRefusedException(
              FallbackCause.SCHEMA_MISMATCH,
              "The booster has "
                  + booster.getNumFeature()
                  + " features, its schema "
                  + stored.schema().names().size());
        }
      }
      model.warmUp();
      return model;
    } catch (XGBoostError | IOException e) {
      model.close();
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED, "XGBoost cannot read the model: " + e.getMessage(), e);
    } catch (ModelRefusedException | RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** The first calls build caches and compile code, which no login shall wait for. */
  private void warmUp() throws XGBoostError {
    float[] missing = new float[stored.schema().names().size()];
    Arrays.fill(missing, Float.NaN);
    for (Booster booster : idle) {
      for (int i = 0; i < WARM_UP; i++) {
        contributions(booster, missing);
      }
    }
  }

  public FeatureSchema schema() {
    return stored.schema();
  }

  @Override
  public int version() {
    return stored.version();
  }

  @Override
  public String sha256() {
    return stored.sha256();
  }

  @Override
  public List<String> refused() {
    return stored.refused();
  }

  public Calibration calibration() {
    return stored.calibration();
  }

  /**
   * What each feature adds to the margin, in the order of {@link #schema()}, and the bias last;
   * their sum is the margin. Features that the vector lacks are missing.
   *
   * @throws XGBoostError when native code refuses
   * @throws InterruptedException while waiting for a copy
   */
  public float[] contributions(FeatureVector vector) throws XGBoostError, InterruptedException {
    List<String> names = stored.schema().names();
    float[] row;
    if (vector.schema().names().equals(names)) {
      row = vector.values();
    } else {
      row = new float[names.size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = vector.get(names.get(i));
      }
    }
    Booster booster = idle.take();
    try {
      return contributions(booster, row);
    } finally {
      idle.add(booster);
    }
  }

  private static float[] contributions(Booster booster, float[] row) throws XGBoostError {
    DMatrix matrix = new DMatrix(row, 1, row.length, Float.NaN);
    try {
      return booster.predictContrib(matrix, 0)[0];
    } finally {
      matrix.dispose();
    }
  }

  /** Frees native memory once no judgement runs. */
  @Override
  public void close() {
    for (int i = 0; i < copies; i++) {
      Booster booster = idle.poll();
      if (booster != null) {
        booster.dispose();
      }
    }
  }
}
