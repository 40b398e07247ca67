package io.flowshield.ml;

import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.XgboostModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of one model in an engine: empty, being filled, filled, or refused. */
final class ModelSlot {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSlot.class);

  private final FeatureSet features;
  private volatile State state =
      new State(null, FallbackCause.MODEL_LOADING, "The model is being loaded");

  ModelSlot(FeatureSet features) {
    this.features = features;
  }

  /** A model, or why there is none. */
  private record State(
      @Nullable XgboostModel model, @Nullable FallbackCause cause, String detail) {}

  FeatureSet features() {
    return features;
  }

  String name() {
    return features.schema().name();
  }

  /** Loads the model; afterwards it is there, or the cause why not is. */
  void load(ModelStore store, int copies, @Nullable Path nativeFolder) {
    try {
      XgboostModel model = XgboostModel.load(store, features.schema(), copies, nativeFolder);
      LOG.info("Model {} version {} judges ({})", name(), model.version(), model.sha256());
      state = new State(model, null, String.join("; ", model.refused()));
    } catch (ModelRefusedException e) {
      refuse(e.reason(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Loading the model {} failed", name(), e);
      refuse(FallbackCause.ERROR, e.toString());
    }
  }

  private void refuse(FallbackCause cause, String detail) {
    LOG.warn("Rules judge instead of the model {}: {}: {}", name(), cause, detail);
    state = new State(null, cause, detail);
  }

  /** The model, null when there is none. */
  @Nullable XgboostModel model() {
    return state.model();
  }

  /** Why there is no model. */
  FallbackCause cause() {
    FallbackCause cause = state.cause();
    return cause == null ? FallbackCause.ERROR : cause;
  }

  EngineHealth.Model health() {
    State now = state;
    XgboostModel model = now.model();
    if (model != null) {
      return new EngineHealth.Model(
          name(),
          Integer.toString(model.version()),
          model.sha256(),
          EngineHealth.Model.READY,
          now.detail());
    }
    FallbackCause cause = cause();
    String code = cause == FallbackCause.MODEL_LOADING ? EngineHealth.Model.LOADING : cause.name();
    return new EngineHealth.Model(name(), "", "", code, now.detail());
  }

  void close() {
    XgboostModel model = state.model();
    state = new State(null, FallbackCause.MODEL_MISSING, "The engine is closed");
    if (model != null) {
      model.close();
    }
  }
}
