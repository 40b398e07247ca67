package io.flowshield.ml;

import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.protection.AeadCipher;
import io.flowshield.ml.protection.TrustedKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    private boolean background;
    private @Nullable ModelTrust trust;
    private @Nullable ModelCipher cipher;
    private @Nullable Path preferred;
    private @Nullable Path nativeFolder;

    private Builder(Path models) {
      this.models = models;
    }

    /** Time that one judgement may take, {@link #DEFAULT_BUDGET} unless set. */
    public Builder budget(Duration value) {
      budget = value;
      return this;
    }

    /** Whose models may judge; the project's and {@link TrustedKeys#VARIABLE}'s unless set. */
    public Builder trust(ModelTrust value) {
      trust = value;
      return this;
    }

    /** Opens encrypted models; with {@link AeadCipher#VARIABLE}'s key unless set. */
    public Builder cipher(ModelCipher value) {
      cipher = value;
      return this;
    }

    /**
     * A folder of models that counts before the other, for example a local copy of a remote store;
     * whatever it lacks, the other has.
     */
    public Builder preferred(Path folder) {
      preferred = folder;
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
      Path first = preferred;
      ModelStore store =
          new ModelStore(
              first == null ? List.of(models) : List.of(first, models),
              trust == null ? TrustedKeys.of(null) : trust,
              cipher == null ? AeadCipher.ofEnvironment() : cipher);
      ModelRiskEngine engine = new ModelRiskEngine(new SubModels(), budget);
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
