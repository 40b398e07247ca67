package io.flowshield.ml.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.LoadedModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import java.util.List;

/**
 * Tells advertising and gibberish in free-text fields of a profile from what people write there:
 * logistic regression over a sentence's embedding. Thread-safe.
 */
public final class FreeTextModel implements LoadedModel {
  /** Its name in the group {@link ModelGroup#NLP_MODELS}. */
  public static final String NAME = "free_text";

  /** File with {@code {"weights": [...], "bias": 0.1}}. */
  public static final String WEIGHTS = "weights.json";

  private static final int SHORTEST = 3;

  private final TextEmbedder embedder;
  private final float[] weights;
  private final double bias;
  private final Origin origin;

  /** A model that nobody published. */
  public FreeTextModel(TextEmbedder embedder, float[] weights, double bias) {
    this(embedder, weights, bias, Origin.UNPUBLISHED);
  }

  private FreeTextModel(TextEmbedder embedder, float[] weights, double bias, Origin origin) {
    this.embedder = embedder;
    this.weights = weights.clone();
    this.bias = bias;
    this.origin = origin;
  }

  /**
   * Loads the published model. The embedder itself is loaded when the first text is judged.
   *
   * @throws ModelRefusedException when there is none that can be used
   */
  public static FreeTextModel load(ModelStore store) throws ModelRefusedException {
    return store.read(
        ModelGroup.NLP_MODELS,
        NAME,
        stored -> {
          JsonNode file = stored.json(WEIGHTS);
          float[] weights = new float[file.path("weights").size()];
          for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) file.path("weights").path(i).asDouble(Double.NaN);
          }
          double bias = file.path("bias").asDouble(Double.NaN);
          if (weights.length != SentenceEmbedder.DIMENSIONS || !finite(weights, bias)) {
            throw stored.refusal(FallbackCause.MODEL_DAMAGED, "has no weights");
          }
          return new FreeTextModel(SentenceEmbedder.shared(), weights, bias, Origin.of(stored));
        });
  }

  private static boolean finite(float[] weights, double bias) {
    double sum = bias;
    for (float weight : weights) {
      sum += weight;
    }
    return Double.isFinite(sum);
  }

  @Override
  public Origin origin() {
    return origin;
  }

  /**
   * How likely the worst of the texts is advertising or gibberish, 0 to 1, if as many were as not;
   * NaN without a text of at least three letters, or without an embedder.
   */
  public double spam(List<String> texts) {
    double worst = Double.NaN;
    for (String text : texts) {
      float[] embedding =
          text.codePoints().filter(Character::isLetter).limit(SHORTEST).count() < SHORTEST
              ? null
              : embedder.embed(text);
      if (embedding != null && embedding.length == weights.length) {
        double logOdds = bias;
        for (int i = 0; i < weights.length; i++) {
          logOdds += weights[i] * embedding[i];
        }
        double spam = 1 / (1 + Math.exp(-logOdds));
        worst = Double.isNaN(worst) ? spam : Math.max(worst, spam);
      }
    }
    return worst;
  }
}
