package io.flowshield.ml.text;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds sentences with MiniLM (all-MiniLM-L6-v2, quantised to eight bits; Wang et al. 2020,
 * Reimers and Gurevych 2019): the mean of the last layer over the text's pieces, scaled to length
 * 1. Runs in ONNX Runtime on the thread that asks.
 *
 * <p>The first text makes another thread load the model; until it is there, and for good where it
 * cannot be loaded, there is no embedding. Nobody waits for it, and nothing is loaded where no form
 * has a free text.
 */
public final class SentenceEmbedder implements TextEmbedder {
  /** Numbers of an embedding. */
  public static final int DIMENSIONS = 384;

  /** Pieces of a text that are read; the time it takes grows with them. */
  static final int MOST_PIECES = 64;

  private static final Logger LOG = LoggerFactory.getLogger(SentenceEmbedder.class);
  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final SentenceEmbedder SHARED = new SentenceEmbedder();

  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch tried = new CountDownLatch(1);
  private volatile @Nullable Loaded loaded;

  private SentenceEmbedder() {}

  private record Loaded(WordPieces pieces, OrtEnvironment environment, OrtSession session) {}

  /** The one of this process: native memory is spent once. */
  public static SentenceEmbedder shared() {
    return SHARED;
  }

  @Override
  public float @Nullable [] embed(String text) {
    Loaded ready = loaded;
    if (ready == null) {
      start();
      return null;
    }
    try {
      return embed(text, ready);
    } catch (OrtException | RuntimeException e) {
      LOG.warn("A text could not be embedded", e);
      return null;
    }
  }

  /** Loads the model now and waits for it; true when it is there. For training and tests. */
  public boolean await(long seconds) throws InterruptedException {
    start();
    return tried.await(seconds, TimeUnit.SECONDS) && loaded != null;
  }

  private void start() {
    if (asked.compareAndSet(false, true)) {
      Thread loader = new Thread(this::load, "flowshield-sentences");
      loader.setDaemon(true);
      loader.start();
    }
  }

  private void load() {
    try {
      long start = System.nanoTime();
      WordPieces pieces = new WordPieces(vocabulary());
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        // Texts differ in length and are rare: memory that is kept for the next one is wasted.
        options.setCPUArenaAllocator(false);
        options.setMemoryPatternOptimization(false);
        loaded =
            new Loaded(pieces, environment, environment.createSession(resource(MODEL), options));
      }
      LOG.info(
          "Sentences can be embedded, loaded in {} ms",
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    } catch (IOException | OrtException | RuntimeException | LinkageError e) {
      LOG.warn("Free texts are not judged, sentences cannot be embedded: {}", e.toString());
    } finally {
      tried.countDown();
    }
  }

  private static float[] embed(String text, Loaded model) throws OrtException {
    long[] ids = model.pieces().ids(text, MOST_PIECES);
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    long[] shape = {1, ids.length};
    try (OnnxTensor input =
            OnnxTensor.createTensor(model.environment(), LongBuffer.wrap(ids), shape);
        OnnxTensor mask =
            OnnxTensor.createTensor(model.environment(), LongBuffer.wrap(ones), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(
                model.environment(), LongBuffer.wrap(new long[ids.length]), shape);
        OrtSession.Result result =
            model
                .session()
                .run(Map.of("input_ids", input, "attention_mask", mask, "token_type_ids", types))) {
      if (!(result.get(0) instanceof OnnxTensor output)) {
        throw new OrtException("The model's output is no tensor");
      }
      return mean(output.getFloatBuffer(), ids.length);
    }
  }

  private static float[] mean(FloatBuffer states, int pieces) {
    float[] mean = new float[DIMENSIONS];
    for (int i = 0; i < pieces; i++) {
      for (int k = 0; k < DIMENSIONS; k++) {
        mean[k] += states.get(i * DIMENSIONS + k);
      }
    }
    double squares = 0;
    for (float value : mean) {
      squares += (double) value * value;
    }
    float scale = (float) (1 / Math.max(Math.sqrt(squares), 1e-12));
    for (int k = 0; k < DIMENSIONS; k++) {
      mean[k] *= scale;
    }
    return mean;
  }

  static Map<String, Integer> vocabulary() throws IOException {
    JsonNode pieces = new ObjectMapper().readTree(resource(TOKENIZER)).path("model").path("vocab");
    Map<String, Integer> vocabulary = new HashMap<>(2 * pieces.size());
    pieces.properties().forEach(entry -> vocabulary.put(entry.getKey(), entry.getValue().asInt()));
    return vocabulary;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = SentenceEmbedder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("There is no " + name + " on the class path");
      }
      return in.readAllBytes();
    }
  }
}
