package io.flowshield.ml;

import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.protection.AeadCipher;
import io.flowshield.ml.protection.TrustedKeys;
import io.flowshield.ml.storage.ModelMirror;
import io.flowshield.ml.storage.ModelStorage;
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
    private @Nullable ModelStorage remote;
    private @Nullable Path local;
    private Duration interval = Duration.ZERO;
    private @Nullable Path nativeFolder;
    private @Nullable Path leakedPasswords;
    private @Nullable Path disposableDomains;

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
     * Models are copied from a store, in the background, and count before the folder's; whatever
     * the copy lacks, the folder has.
     *
     * @param copy folder that is written, and read at the next start whether the store answers or
     *     not
     */
    public Builder from(ModelStorage storage, Path copy) {
      remote = storage;
      local = copy;
      return this;
    }

    /**
     * A file that {@link io.flowshield.ml.password.breach.BreachFilterBuilder} wrote; a short list
     * of leaked passwords counts unless set.
     */
    public Builder leakedPasswords(Path value) {
      leakedPasswords = value;
      return this;
    }

    /**
     * A file with domains of services for throw-away addresses, one a line, beside those that the
     * pack lists; a change counts within a minute.
     */
    public Builder disposableDomains(Path value) {
      disposableDomains = value;
      return this;
    }

    /** How often to look for new models; zero, which is the default, only at the start. */
    public Builder updateEvery(Duration value) {
      interval = value;
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
      ModelTrust trusted = trust == null ? TrustedKeys.of(null) : trust;
      ModelCipher opens = cipher == null ? AeadCipher.ofEnvironment() : cipher;
      ModelStorage storage = remote;
      Path copy = local;
      ModelMirror mirror =
          storage == null || copy == null ? null : new ModelMirror(storage, copy, trusted, opens);
      ModelStore store =
          new ModelStore(copy == null ? List.of(models) : List.of(copy, models), trusted, opens);
      ModelRiskEngine engine =
          new ModelRiskEngine(new SubModels(leakedPasswords, disposableDomains), budget);
      Runnable load = () -> engine.load(store, nativeFolder);
      engine.start(new ModelUpdates(store, mirror, interval, load), background);
      return engine;
    }
  }
}
