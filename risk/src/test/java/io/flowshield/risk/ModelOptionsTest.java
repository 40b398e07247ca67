package io.flowshield.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.EngineHealth;
import io.flowshield.ml.RiskEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelOptionsTest {
  private static final String PREFIX = "flowshield.modeloptionstest.";
  private static final UnaryOperator<@Nullable String> NO_VAULT = value -> value;

  @TempDir Path folder;
  private final List<String> set = new ArrayList<>();

  private void set(String option, String value) {
    System.setProperty(PREFIX + option, value);
    set.add(PREFIX + option);
  }

  private static ModelOptions options() {
    return ModelOptions.of(new Config.SystemPropertiesScope(PREFIX));
  }

  @AfterEach
  void clear() {
    set.forEach(System::clearProperty);
  }

  private static EngineHealth.Source awaitSource(RiskEngine engine) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (engine.health().source().state().equals(EngineHealth.Source.WAITING)
        && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    return engine.health().source();
  }

  @Test
  @Tag("B1")
  void without_options_models_lie_in_keycloaks_home_and_nobody_looks_for_new_ones() {
    ModelOptions options = options();
    assertThat(options.directory()).endsWithRaw(Path.of("flowshield", "models"));
    assertThat(options.updateEvery()).isZero();
    try (RiskEngine engine = options.engine(NO_VAULT).build()) {
      assertThat(engine.health().source().state()).isEqualTo(EngineHealth.Source.OFF);
    }
  }

  @Test
  @Tag("B1")
  void a_store_is_looked_at_every_five_minutes() throws Exception {
    Path published = Files.createDirectories(folder.resolve("published"));
    set("modelsDir", folder.resolve("pack").toString());
    set("modelsCacheDir", folder.resolve("cache").toString());
    set("modelsStore", published.toUri().toString());
    ModelOptions options = options();
    assertThat(options.updateEvery()).isEqualTo(Duration.ofMinutes(5));
    try (RiskEngine engine = options.engine(NO_VAULT).build()) {
      assertThat(awaitSource(engine).state()).isEqualTo(EngineHealth.Source.CURRENT);
      assertThat(engine.health().source().location()).isEqualTo(published.toUri().toString());
    }
  }

  @Test
  @Tag("B1")
  void a_server_starts_with_a_store_that_cannot_work_and_says_why() throws Exception {
    set("modelsDir", folder.resolve("pack").toString());
    set("modelsCacheDir", folder.resolve("cache").toString());
    set("modelsStore", "ftp://models");
    try (RiskEngine engine = options().engine(NO_VAULT).build()) {
      EngineHealth.Source source = awaitSource(engine);
      assertThat(source.state()).isEqualTo(EngineHealth.Source.UNREACHABLE);
      assertThat(source.location()).isEqualTo("ftp://models");
      assertThat(source.detail()).contains("s3://bucket, gs://bucket or file:///folder");
    }
  }

  @Test
  @Tag("B2")
  void secrets_are_asked_of_the_vault_and_not_told() {
    set("modelsDir", folder.resolve("pack").toString());
    set("modelsCacheDir", folder.resolve("cache").toString());
    set("modelsStore", "s3://models");
    set("modelsStoreEndpoint", "http://127.0.0.1:1");
    set("modelsStoreAccessKey", "id");
    set("modelsStoreSecretKey", "vault:store");
    set("modelsKey", "vault:key");
    List<String> asked = new ArrayList<>();
    UnaryOperator<@Nullable String> vault =
        value -> {
          asked.add(String.valueOf(value));
          return "a secret";
        };
    ModelOptions options = options();
    try (RiskEngine engine = options.engine(vault).build()) {
      assertThat(asked).containsExactly("vault:key", "vault:store");
      assertThat(engine.health().toString()).doesNotContain("a secret");
    }
    assertThat(options.toString()).doesNotContain("vault:");
  }

  @Test
  @Tag("B2")
  void what_is_no_vault_expression_stays_as_it_is() {
    assertThat(VaultSecrets.resolve(null, "vault:key")).isEqualTo("vault:key");
    assertThat(VaultSecrets.resolve(null, "plain")).isEqualTo("plain");
    assertThat(VaultSecrets.resolve(null, null)).isNull();
  }

  @Test
  @Tag("B1")
  void every_option_is_described() {
    assertThat(ModelOptions.describe())
        .extracting(ProviderConfigProperty::getName)
        .contains("modelsDir", "trustedKeys", "modelsKey", "modelsStore", "modelsUpdateSeconds");
  }
}
