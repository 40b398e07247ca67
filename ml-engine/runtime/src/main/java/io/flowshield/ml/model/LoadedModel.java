package io.flowshield.ml.model;

import java.util.List;

/** A model that is ready to judge, and what it is. */
public interface LoadedModel {

  /** Version under which it was published, from 1. */
  int version();

  /** SHA-256 of its artifact, lower-case hexadecimal. */
  String sha256();

  /** Why newer versions do not judge, newest first; mostly empty. */
  default List<String> refused() {
    return List.of();
  }
}
