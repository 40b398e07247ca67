package io.flowshield.training;

/** Trains one model, or several that belong together, and publishes them. Deterministic. */
public interface Trainer {

  /** For {@code -Dflowshield.only}, for example {@code password}. */
  String name();

  /**
   * @throws MissingDataException when there is nothing to train on
   */
  void train(Workshop workshop) throws Exception;
}
