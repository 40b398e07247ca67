package io.flowshield.ml;

import io.flowshield.ml.model.ModelStore;
import java.util.List;

/**
 * The models whose outputs are features of the fraud models. Each may be missing, for good or for a
 * while: then the signals that ask it are missing too, and a login goes on. Thread-safe.
 */
public final class SubModels {
  /** None is there: what a schema's names and rules need. */
  public static final SubModels NONE = new SubModels();

  private final List<ModelSlot<?>> slots = List.of();

  /** Reads every model, one after the other; never throws. */
  public void load(ModelStore store) {}

  List<EngineHealth.Model> health() {
    return slots.stream().<EngineHealth.Model>map(ModelSlot::health).toList();
  }

  void close() {
    slots.forEach(ModelSlot::close);
  }
}
