package io.flowshield.training.email;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.text.FreeTextModel;
import io.flowshield.ml.text.SentenceEmbedder;
import io.flowshield.training.MissingDataException;
import io.flowshield.training.Trainer;
import io.flowshield.training.Workshop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains the logistic regression over embeddings of profile texts. Embeddings are computed with
 * eight-bit numbers whose rounding depends on the processor: the last digits of the weights may
 * differ between machines.
 */
public final class FreeTextTrainer implements Trainer {
  private static final int VERSION = 1;
  private static final long SEED = 3;
  private static final int TEXTS = 800;
  private static final int STEPS = 400;
  private static final double RATE = 4;
  private static final double DECAY = 1e-3;
  private static final long LOAD_SECONDS = 120;

  @Override
  public String name() {
    return "free_text";
  }

  @Override
  public void train(Workshop workshop) throws Exception {
    if (!SentenceEmbedder.shared().await(LOAD_SECONDS)) {
      throw new MissingDataException("a machine that ONNX Runtime runs on");
    }
    ProfileTexts texts = new ProfileTexts(SEED, 0, Vocabulary.read().training());
    List<float[]> rows = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      add(texts.ordinary(), 0, rows, labels);
      add(texts.ordinary(), 0, rows, labels);
      add(texts.advertising(), 1, rows, labels);
      add(texts.gibberish(), 1, rows, labels);
    }
    double[] weights = fit(rows, labels);
    List<Float> rounded = new ArrayList<>();
    for (int i = 0; i < SentenceEmbedder.DIMENSIONS; i++) {
      rounded.add((float) weights[i]);
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("weights", rounded);
    file.put("bias", weights[SentenceEmbedder.DIMENSIONS]);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(
        "data", "Texts written down in ProfileTexts and put together from net.datafaker 2.7.0");
    metadata.put("embedding", "all-MiniLM-L6-v2, eight bits (Apache 2.0), not part of this model");
    metadata.put("texts", rows.size());
    metadata.put("seed", SEED);
    workshop
        .publisher()
        .publish(
            ModelGroup.NLP_MODELS,
            FreeTextModel.NAME,
            VERSION,
            Map.of(
                FreeTextModel.WEIGHTS,
                (new ObjectMapper().writeValueAsString(file) + "\n")
                    .getBytes(StandardCharsets.UTF_8)),
            metadata,
            CARD.formatted(rows.size()));
  }

  private static void add(String text, int label, List<float[]> rows, List<Integer> labels) {
    float[] embedding = SentenceEmbedder.shared().embed(text);
    if (embedding != null) {
      rows.add(embedding);
      labels.add(label);
    }
  }

  /** Full-batch gradient descent on the logistic loss with weight decay; the bias comes last. */
  private static double[] fit(List<float[]> rows, List<Integer> labels) {
    int n = SentenceEmbedder.DIMENSIONS;
    double[] weights = new double[n + 1];
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = new double[n + 1];
      for (int i = 0; i < rows.size(); i++) {
        float[] row = rows.get(i);
        double logOdds = weights[n];
        for (int k = 0; k < n; k++) {
          logOdds += weights[k] * row[k];
        }
        double error = 1 / (1 + StrictMath.exp(-logOdds)) - labels.get(i);
        for (int k = 0; k < n; k++) {
          gradient[k] += error * row[k];
        }
        gradient[n] += error;
      }
      for (int k = 0; k <= n; k++) {
        double decay = k < n ? DECAY * weights[k] : 0;
        weights[k] -= RATE * (gradient[k] / rows.size() + decay);
      }
    }
    return weights;
  }

  private static final String CARD =
      """
      # Model card: free_text 1

      How likely a free text of a profile (company, job, about me) is advertising or gibberish, if
      as many were as not. Logistic regression over the 384 numbers of a MiniLM sentence embedding.

      ## Data

      %d texts, written down in `ProfileTexts` or put together from jobs, companies, towns and
      hobbies of net.datafaker (Apache 2.0). Half of them what people write, a quarter advertising,
      a quarter letters without a meaning. Nobody's profile is in it.

      ## Measured

      `./mvnw -Pevaluate -Dflowshield.only=email`, on sentences and words kept out of training.

      ## What this does not show

      - How real advertisers write: there are thirty made-up sentences of it, mostly in English.
      - Anything reliable for languages other than English, German, French, Spanish and Italian:
        the embedding was trained on English.
      - A company with a strange name looks like gibberish now and then.

      Intended use: one weak sign among others at a registration, never one that refuses alone.
      """;
}
