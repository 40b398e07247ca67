package io.flowshield.ml.model;

/** What a model is about; a folder of the store. */
public enum ModelGroup {
  /** Probability that a login or a registration is fraud. */
  FRAUD_DETECTION("fraud_detection"),
  /** Strength of passwords. */
  PASSWORD_ANALYSIS("password_analysis"),
  /** Typing, pointer and form behaviour. */
  BEHAVIORAL_AUTH("behavioral_auth"),
  /** Mail addresses and free text. */
  NLP_MODELS("nlp_models");

  private final String folder;

  ModelGroup(String folder) {
    this.folder = folder;
  }

  /** Name of its folder below the store's root. */
  public String folder() {
    return folder;
  }
}
