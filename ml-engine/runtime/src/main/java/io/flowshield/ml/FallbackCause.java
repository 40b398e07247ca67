package io.flowshield.ml;

/** Why the rules had to answer instead of a model. */
public enum FallbackCause {
  /** The models directory holds no model of that name. */
  MODEL_MISSING,
  /** It is still being loaded after a start. */
  MODEL_LOADING,
  /** A file is missing, unreadable, not what its SHA-256 says, or not a model. */
  MODEL_DAMAGED,
  /** It is not signed, or by nobody whom this server trusts, or was changed since. */
  MODEL_UNTRUSTED,
  /** The native library of XGBoost, or the OpenMP library it needs, could not be loaded. */
  NATIVE_MISSING,
  /** The model wants features that this release does not compute. */
  SCHEMA_MISMATCH,
  /** The time budget was spent, or too many judgements were waiting. */
  TIMEOUT,
  /** Anything else; the log has the details. */
  ERROR
}
