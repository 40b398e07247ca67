package io.flowshield.ml.text;

import org.jspecify.annotations.Nullable;

/** Turns a sentence into numbers by its meaning. Thread-safe. */
@FunctionalInterface
public interface TextEmbedder {

  /** A vector of length 1; null when the embedder cannot be used on this machine. */
  float @Nullable [] embed(String text);
}
