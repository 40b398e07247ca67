package io.flowshield.ml;

import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens engines. */
public final class RiskEngines {
  /** A login never waits longer than this for a score. */
  public static final Duration DEFAULT_BUDGET = Duration.ofMillis(50);

  private RiskEngines() {}

  /**
   * @param models directory that holds {@code fraud_detection}; may be absent, then rules judge
   */
  public static Builder builder(Path models) {
    return new Builder(models);
  }

  /** Settings of an engine. Building never fails because of a model. */
  public static final class Builder {
    private final Path models;
    private Duration budget = DEFAULT_BUDGET;
    private int threads = Math.max(2, Math.min(8, Runtime.getRuntime().availableProcessors()));
    private boolean background;
    private ModelTrust trust = ModelTrust.HASHES_ONLY;
    private @Nullable Path nativeFolder;

    private Builder(Path models) {
      this.models = models;
    }

    /** Time that one judgement may take, {@link #DEFAULT_BUDGET} unless set. */
    public Builder budget(Duration value) {
      budget = value;
      return this;
    }

    /** Judgements that may run at once; as many as there are processors (2 to 8) unless set. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Whose models may judge. */
    public Builder trust(ModelTrust value) {
      trust = value;
      return this;
    }

    /**
     * Directory to unpack native libraries to; the system property {@code flowshield.native.dir} or
     * the temporary directory unless set.
     */
    public Builder nativeFolder(Path value) {
      nativeFolder = value;
      return this;
    }

    /**
     * Load the models on another thread, so that a server starts at once; until they are there the
     * rules judge, with the cause {@link FallbackCause#MODEL_LOADING}.
     */
    public Builder loadInBackground() {
      background = true;
      return this;
    }

    public RiskEngine build() {
      ModelStore store = new ModelStore(models, trust);
      ModelRiskEngine engine = new ModelRiskEngine(new SubModels(), budget, threads);
      if (background) {
        Thread loader = new Thread(() -> engine.load(store, nativeFolder), "flowshield-models");
        loader.setDaemon(true);
        loader.start();
      } else {
        engine.load(store, nativeFolder);
      }
      return engine;
    }
  }
}
