package io.flowshield.ml.model;

import java.util.List;

/** A model that is ready to judge, and what it is. */
public interface LoadedModel {

  /** Version under which it was published, from 1. */
  int version();

  /** SHA-256 of its artifact, lower-case hexadecimal. */
  String sha256();

  /** Newer versions that were not taken and why, for an administrator. */
  default List<String> refused() {
    return List.of();
  }
}
