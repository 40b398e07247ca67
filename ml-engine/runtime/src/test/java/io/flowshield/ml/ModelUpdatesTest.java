package io.flowshield.ml;

import static io.flowshield.ml.Attempts.ABROAD;
import static io.flowshield.ml.Attempts.login;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.protection.ModelSigner;
import io.flowshield.ml.storage.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelUpdatesTest {
  private static final double PREVALENCE = 0.01;
  private static final ModelSigner SIGNER = ModelSigner.create();
  private static final byte[] BOOSTER = TinyModels.booster(LoginFeatures.SCHEMA.names().size());

  @TempDir Path models;
  @TempDir Path remote;
  @TempDir Path copy;

  private static Path publish(Path root, int version) throws Exception {
    Path folder = TinyModels.publish(root, "login", version, LoginFeatures.SCHEMA.names(), BOOSTER);
    SIGNER.signAll(root, SIGNER.trust(), ModelCipher.NO_KEY);
    return folder;
  }

  private static String judge(RiskEngine engine) {
    RiskAssessment assessment = engine.assess(login(ABROAD), PREVALENCE);
    return assessment.model() + " " + assessment.modelVersion();
  }

  private static EngineHealth.Model health(RiskEngine engine) {
    return engine.health().models().stream()
        .filter(model -> model.name().equals("login"))
        .findFirst()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private RiskEngines.Builder engine() {
    return RiskEngines.builder(models)
        .budget(Duration.ofSeconds(5))
        .trust(SIGNER.trust())
        .updateEvery(Duration.ofMillis(20));
  }

  @Test
  @Tag("B1")
  void a_new_version_judges_without_a_restart() throws Exception {
    publish(models, 1);
    try (RiskEngine engine = engine().build()) {
      assertThat(judge(engine)).isEqualTo("login 1");
      publish(models, 2);
      await(() -> judge(engine).equals("login 2"));
      assertThat(engine.health().fallbacks().values()).allMatch(count -> count == 0);
    }
  }

  @Test
  @Tag("B2")
  void the_last_good_one_judges_on_when_its_successor_was_tampered_with() throws Exception {
    publish(models, 1);
    try (RiskEngine engine = engine().build()) {
      // One that has no signature yet, and then its own, must not be taken for it half-way.
      TinyModels.publish(models, "login", 2, LoginFeatures.SCHEMA.names(), BOOSTER);
      await(() -> health(engine).detail().contains("it is not signed"));
      assertThat(judge(engine)).isEqualTo("login 1");
      assertThat(health(engine).state()).isEqualTo(EngineHealth.Model.READY);
      assertThat(health(engine).detail()).startsWith("MODEL_UNTRUSTED");
    }
  }

  @Test
  @Tag("B2")
  void the_loaded_one_judges_on_when_it_is_damaged_or_removed_on_disk() throws Exception {
    Path folder = publish(models, 1);
    try (RiskEngine engine = engine().build()) {
      assertThat(judge(engine)).isEqualTo("login 1");
      Files.writeString(folder.resolve("model.ubj"), "damaged");
      await(() -> health(engine).detail().startsWith("MODEL_DAMAGED"));
      assertThat(judge(engine)).isEqualTo("login 1");
      Files.delete(folder.resolve("metadata.json"));
      await(() -> health(engine).detail().contains("metadata.json is missing"));
      assertThat(judge(engine)).isEqualTo("login 1");
      publish(models, 1);
      await(() -> health(engine).detail().isEmpty());
    }
  }

  @Test
  @Tag("B1")
  void models_of_a_store_count_before_the_folders() throws Exception {
    publish(models, 7);
    publish(remote, 3);
    try (RiskEngine engine =
        engine()
            .from(new StorageSettings(remote.toUri(), null, null, null, null).open(), copy)
            .build()) {
      await(() -> judge(engine).equals("login 3"));
      await(() -> engine.health().source().state().equals(EngineHealth.Source.CURRENT));
      publish(remote, 4);
      await(() -> judge(engine).equals("login 4"));
      TinyModels.publish(remote, "login", 5, LoginFeatures.SCHEMA.names(), BOOSTER);
      await(() -> engine.health().source().detail().contains("login/5: it is not signed"));
      assertThat(engine.health().source().state()).isEqualTo(EngineHealth.Source.REFUSED);
      assertThat(judge(engine)).isEqualTo("login 4");
    }
    // The next start has no store, only its copy.
    URI nowhere = remote.resolve("nowhere").toUri();
    try (RiskEngine engine =
        engine().from(new StorageSettings(nowhere, null, null, null, null).open(), copy).build()) {
      assertThat(judge(engine)).isEqualTo("login 4");
      await(() -> engine.health().source().state().equals(EngineHealth.Source.UNREACHABLE));
      assertThat(engine.health().source().detail()).contains("is no folder");
    }
  }

  @Test
  @Tag("B1")
  void a_store_that_is_down_is_asked_later_and_later() {
    assertThat(List.of(1, 2, 3, 8, 1_000).stream().map(ModelUpdates::pause))
        .containsExactly(
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(120),
            Duration.ofHours(1),
            Duration.ofHours(1));
  }

  @Test
  @Tag("B2")
  void the_pack_is_not_taken_when_nobody_trusted_signed_it() throws IOException {
    TinyModels.publish(models, "login", 1, LoginFeatures.SCHEMA.names(), BOOSTER);
    try (RiskEngine engine = RiskEngines.builder(models).budget(Duration.ofSeconds(5)).build()) {
      assertThat(engine.assess(login(ABROAD), PREVALENCE).fallbackCause())
          .contains("MODEL_UNTRUSTED");
    }
  }
}
