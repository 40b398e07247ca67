package io.flowshield.ml;

import io.flowshield.ml.model.LoadedModel;
import io.flowshield.ml.model.ModelRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The place of one model in an engine: empty, being filled, filled, or refused. Thread-safe. */
final class ModelSlot<M extends LoadedModel> {
  private static final Logger LOG = LoggerFactory.getLogger(ModelSlot.class);

  private final String name;
  private volatile State<M> state =
      new State<>(null, FallbackCause.MODEL_LOADING, "The model is being loaded");

  ModelSlot(String name) {
    this.name = name;
  }

  /** Reads a model from where it is published. */
  @FunctionalInterface
  interface Loader<M> {
    M load() throws ModelRefusedException;
  }

  /** A model, or why there is none. */
  private record State<M>(@Nullable M model, @Nullable FallbackCause cause, String detail) {}

  String name() {
    return name;
  }

  /**
   * Loads the model; afterwards it is there, or the cause why not is. One that is there already
   * judges on until a good one takes its place. Never throws.
   */
  void load(Loader<M> loader) {
    try {
      M model = loader.load();
      M before = state.model();
      String refused = String.join("; ", model.refused());
      if (before != null
          && before.version() == model.version()
          && before.sha256().equals(model.sha256())) {
        state = new State<>(before, null, refused);
        close(model);
        return;
      }
      LOG.info("Model {} version {} judges ({})", name, model.version(), model.sha256());
      state = new State<>(model, null, refused);
    } catch (ModelRefusedException e) {
      refuse(e.reason(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      LOG.error("Loading the model {} failed", name, e);
      refuse(FallbackCause.ERROR, e.toString());
    }
  }

  private void refuse(FallbackCause cause, String detail) {
    M before = state.model();
    if (before != null) {
      LOG.warn("The model {} {} judges on: {}: {}", name, before.version(), cause, detail);
      state = new State<>(before, null, cause + ": " + detail);
      return;
    }
    LOG.warn("The model {} does not judge: {}: {}", name, cause, detail);
    state = new State<>(null, cause, detail);
  }

  /** The model, null when there is none. */
  @Nullable M model() {
    return state.model();
  }

  /** Why there is no model. */
  FallbackCause cause() {
    FallbackCause cause = state.cause();
    return cause == null ? FallbackCause.ERROR : cause;
  }

  EngineHealth.Model health() {
    State<M> now = state;
    M model = now.model();
    if (model != null) {
      return new EngineHealth.Model(
          name,
          Integer.toString(model.version()),
          model.sha256(),
          EngineHealth.Model.READY,
          now.detail());
    }
    FallbackCause cause = cause();
    String code = cause == FallbackCause.MODEL_LOADING ? EngineHealth.Model.LOADING : cause.name();
    return new EngineHealth.Model(name, "", "", code, now.detail());
  }

  void close() {
    M model = state.model();
    state = new State<>(null, FallbackCause.MODEL_MISSING, "The engine is closed");
    if (model != null) {
      close(model);
    }
  }

  private void close(M model) {
    if (model instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("Closing the model {} failed", name, e);
      }
    }
  }
}
