package io.flowshield.ml.model;

import org.jspecify.annotations.Nullable;

/** Whose models may judge. Thread-safe. */
@FunctionalInterface
public interface ModelTrust {

  /**
   * Everybody's: only the hashes are compared. For tests and tools that have just written the files
   * themselves; a server needs more.
   */
  ModelTrust HASHES_ONLY = (version, metadata, signature) -> null;

  /**
   * @param version where the model lies, for example {@code fraud_detection/login/1}: a signature
   *     holds for this place only
   * @param metadata the bytes of {@code metadata.json}
   * @param signature the bytes of {@code metadata.sig}, null when there is none
   * @return why the model must not judge, for an administrator; null when it may
   */
  @Nullable String refusal(String version, byte[] metadata, byte @Nullable [] signature);
}
