package io.flowshield.ml.text;

import org.jspecify.annotations.Nullable;

/** Embeds sentences. */
public final class SentenceEmbedder implements TextEmbedder {
  /** Numbers of an embedding. */
  public static final int DIMENSIONS = 384;

  private static final SentenceEmbedder SHARED = new SentenceEmbedder();

  private SentenceEmbedder() {}

  /** The one of this process. */
  public static SentenceEmbedder shared() {
    return SHARED;
  }

  @Override
  public float @Nullable [] embed(String text) {
    return null;
  }
}
