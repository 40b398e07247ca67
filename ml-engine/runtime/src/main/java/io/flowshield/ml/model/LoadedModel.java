package io.flowshield.ml.model;

import java.util.List;

/** A model that is ready to judge, and what it is. */
public interface LoadedModel {

  /** What was published as this model. */
  Origin origin();

  /** Version under which it was published, from 1. */
  default int version() {
    return origin().version();
  }

  /** SHA-256 of its artifact, lower-case hexadecimal. */
  default String sha256() {
    return origin().sha256();
  }

  /** Why newer versions do not judge, newest first; mostly empty. */
  default List<String> refused() {
    return origin().refused();
  }

  /**
   * Where a model comes from.
   *
   * @param version under which it was published, from 1; 0 when nobody published it
   * @param sha256 of its artifact, lower-case hexadecimal
   * @param refused why newer versions do not judge, newest first
   */
  record Origin(int version, String sha256, List<String> refused) {
    /** Nobody published the model. */
    public static final Origin UNPUBLISHED = new Origin(0, "", List.of());

    /** The published model that was read. */
    public static Origin of(StoredModel stored) {
      return new Origin(stored.version(), stored.sha256(), stored.refused());
    }
  }
}
