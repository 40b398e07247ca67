package io.flowshield.risk;

import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.protection.AeadCipher;
import io.flowshield.ml.protection.TrustedKeys;
import io.flowshield.ml.storage.ModelStorage;
import io.flowshield.ml.storage.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Where models come from, who may sign them and what opens them: the server's options that begin
 * with {@code models-}, and {@code trusted-keys}.
 *
 * @param directory folder of models on this machine
 * @param trustedKeys files with keys besides the project's, separated by commas
 * @param key opens encrypted models: a keyset, or {@code vault:name}
 * @param store {@code s3://}, {@code gs://} or {@code file:///}; null when models are only here
 * @param endpoint of an S3-compatible store
 * @param region that requests to it are signed for
 * @param accessKey to it
 * @param secretKey to it, or {@code vault:name}
 * @param cache folder that models are copied to
 * @param updateEvery how often to look for new models, zero for only at the start
 * @param leakedPasswords file of leaked passwords, null for the short list inside
 * @param disposableDomains file with domains of throw-away addresses beside the pack's, null for
 *     none
 */
record ModelOptions(
    Path directory,
    @Nullable String trustedKeys,
    @Nullable String key,
    @Nullable String store,
    @Nullable String endpoint,
    @Nullable String region,
    @Nullable String accessKey,
    @Nullable String secretKey,
    Path cache,
    Duration updateEvery,
    @Nullable Path leakedPasswords,
    @Nullable Path disposableDomains) {
  private static final Logger LOG = Logger.getLogger(ModelOptions.class);
  private static final String DIRECTORY = "modelsDir";
  private static final String TRUSTED_KEYS = "trustedKeys";
  private static final String KEY = "modelsKey";
  private static final String STORE = "modelsStore";
  private static final String ENDPOINT = "modelsStoreEndpoint";
  private static final String REGION = "modelsStoreRegion";
  private static final String ACCESS_KEY = "modelsStoreAccessKey";
  private static final String SECRET_KEY = "modelsStoreSecretKey";
  private static final String CACHE = "modelsCacheDir";
  private static final String UPDATE_SECONDS = "modelsUpdateSeconds";
  private static final String LEAKED_PASSWORDS = "leakedPasswords";
  private static final String DISPOSABLE_DOMAINS = "disposableDomains";
  private static final long DEFAULT_UPDATE_SECONDS = 300;

  static ModelOptions of(Config.Scope config) {
    String home = System.getProperty("kc.home.dir", ".");
    String directory = config.get(DIRECTORY);
    String cache = config.get(CACHE);
    String store = config.get(STORE);
    String leaked = config.get(LEAKED_PASSWORDS);
    String disposable = config.get(DISPOSABLE_DOMAINS);
    long seconds = config.getLong(UPDATE_SECONDS, store == null ? 0L : DEFAULT_UPDATE_SECONDS);
    return new ModelOptions(
        directory == null ? Path.of(home, "flowshield", "models") : Path.of(directory),
        config.get(TRUSTED_KEYS),
        config.get(KEY),
        store,
        config.get(ENDPOINT),
        config.get(REGION),
        config.get(ACCESS_KEY),
        config.get(SECRET_KEY),
        cache == null ? Path.of(home, "data", "flowshield", "models") : Path.of(cache),
        Duration.ofSeconds(Math.max(0, seconds)),
        leaked == null ? null : Path.of(leaked),
        disposable == null ? null : Path.of(disposable));
  }

  /**
   * An engine with these models. Settings that cannot work are logged and shown in its health; the
   * server starts.
   *
   * @param vault resolves {@code vault:name}
   */
  RiskEngines.Builder engine(UnaryOperator<@Nullable String> vault) {
    RiskEngines.Builder builder =
        RiskEngines.builder(directory).trust(TrustedKeys.of(trustedKeys)).updateEvery(updateEvery);
    if (key != null) {
      ModelCipher cipher = AeadCipher.of(vault.apply(key), "models-key");
      builder.cipher(cipher);
    }
    if (leakedPasswords != null) {
      builder.leakedPasswords(leakedPasswords);
    }
    if (disposableDomains != null) {
      builder.disposableDomains(disposableDomains);
    }
    return store == null ? builder : builder.from(storage(store, vault), cache);
  }

  private ModelStorage storage(String location, UnaryOperator<@Nullable String> vault) {
    try {
      return new StorageSettings(
              URI.create(location),
              endpoint == null ? null : URI.create(endpoint),
              region,
              accessKey,
              vault.apply(secretKey))
          .open();
    } catch (IllegalArgumentException e) {
      String why = String.valueOf(e.getMessage());
      LOG.errorf("No models come from %s: %s", location, why);
      return new Unusable(location, why);
    }
  }

  /** A store that was set up wrongly. */
  private record Unusable(String location, String why) implements ModelStorage {
    @Override
    public List<Entry> list() throws IOException {
      throw new IOException(why);
    }

    @Override
    public void download(String key, Path target, long maxBytes) throws IOException {
      throw new IOException(why);
    }
  }

  /** For the server's info page. */
  static List<ProviderConfigProperty> describe() {
    ProviderConfigurationBuilder builder = ProviderConfigurationBuilder.create();
    text(builder, DIRECTORY, "Folder of models. Without models, rules judge.");
    text(builder, TRUSTED_KEYS, "Files with public keys whose models may judge too.");
    text(builder, KEY, "Key of encrypted models, or vault:name.");
    text(builder, STORE, "Store to copy models from: s3://, gs:// or file:///.");
    text(builder, ENDPOINT, "Endpoint of an S3-compatible store.");
    text(builder, REGION, "Region of the store.");
    text(builder, ACCESS_KEY, "Access key of the store; else AWS_ACCESS_KEY_ID.");
    text(builder, SECRET_KEY, "Its secret, or vault:name; else AWS_SECRET_ACCESS_KEY.");
    text(builder, CACHE, "Folder that models are copied to.");
    text(builder, UPDATE_SECONDS, "Seconds from one look for new models to the next; 0 for none.");
    text(builder, LEAKED_PASSWORDS, "File of leaked passwords that an administrator built.");
    text(builder, DISPOSABLE_DOMAINS, "File with domains of throw-away addresses, one a line.");
    return builder.build();
  }

  private static void text(ProviderConfigurationBuilder builder, String name, String help) {
    builder.property().name(name).type(ProviderConfigProperty.STRING_TYPE).helpText(help).add();
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "ModelOptions[" + directory + ", " + store + "]";
  }
}
