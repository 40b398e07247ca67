package io.flowshield.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.OwnStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins while the models cannot be used: the rules judge, and say so. */
@Tag("A12")
class ModelFaultsIT {

  @Test
  void missingModelsDamagedModelsAndAMissingNativeLibraryAllFallBackToTheRules(@TempDir Path models)
      throws Exception {
    DemoFolders folders = OwnStack.folders("model-faults");
    try (FlowShieldStack stack =
        OwnStack.in("model-faults").withoutTemporal().keycloakModels(models).start()) {
      Visitor alice = stack.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX);
      try {
        assertFallback(stack, alice, "MODEL_MISSING");

        stack.keycloak().stop();
        copy(folders.models(), models);
        damage(models);
        stack.keycloak().start();
        assertFallback(stack, alice, "MODEL_DAMAGED");

        stack.keycloak().stop();
        copy(folders.models(), models);
        stack.keycloak().start();
        assertThat(stack.awaitModels())
            .containsEntry("login", "READY")
            .containsEntry("registration", "READY");
        JsonNode judged = signIn(stack, alice);
        assertThat(judged.path("model").asText()).isEqualTo("login");
        assertThat(judged.path("reasons").toString()).doesNotContain("FALLBACK");

        stack.keycloak().stop();
        stack.keycloak().jvmOption("-Dflowshield.native.dir=" + models.resolve("not-there"));
        stack.keycloak().start();
        assertFallback(stack, alice, "NATIVE_MISSING");
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("ModelFaultsIT", stack);
        throw e;
      }
    }
  }

  /** What is wrong with a new version must not take the good one away, now or at the next start. */
  @Test
  @Tag("B1")
  @Tag("B2")
  void aTamperedVersionIsRefusedAndTheLastGoodOneJudges(@TempDir Path models) throws Exception {
    DemoFolders folders = OwnStack.folders("model-tampered");
    copy(folders.models(), models);
    try (FlowShieldStack stack =
        OwnStack.in("model-tampered")
            .withoutTemporal()
            .keycloakModels(models)
            .keycloakOption("spi-flowshield-risk--default--models-update-seconds", "1")
            .start()) {
      Visitor alice = stack.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX);
      try {
        assertThat(stack.awaitModels()).containsEntry("login", "READY");
        String good = health(stack).path("version").asText();
        Path family = models.resolve("fraud_detection").resolve("login");

        copy(family.resolve(good), family.resolve("999"));
        JsonNode refused = awaitDetail(stack, "MODEL_UNTRUSTED");
        assertThat(refused.path("version").asText()).isEqualTo(good);
        assertJudges(stack, alice, good);

        damage(family.resolve(good));
        assertThat(awaitDetail(stack, "model.ubj has the SHA-256").path("state").asText())
            .isEqualTo("READY");
        assertJudges(stack, alice, good);

        stack.keycloak().stop();
        copy(folders.models(), models);
        stack.keycloak().start();
        assertThat(stack.awaitModels()).containsEntry("login", "READY");
        assertThat(health(stack).path("detail").asText()).contains("MODEL_UNTRUSTED", "999");
        assertJudges(stack, alice, good);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("ModelFaultsIT", stack);
        throw e;
      }
    }
  }

  private static void assertJudges(FlowShieldStack stack, Visitor alice, String version)
      throws Exception {
    JsonNode decision = signIn(stack, alice);
    assertThat(decision.path("model").asText()).isEqualTo("login");
    assertThat(decision.path("modelVersion").asText()).isEqualTo(version);
    assertThat(decision.path("reasons").toString()).doesNotContain("FALLBACK");
  }

  /** What the health page says of the login model. */
  private static JsonNode health(FlowShieldStack stack) throws Exception {
    for (JsonNode model : stack.admin().get("/flowshield/health").path("models")) {
      if (model.path("name").asText().equals("login")) {
        return model;
      }
    }
    throw new AssertionError("The health page knows no login model");
  }

  private static JsonNode awaitDetail(FlowShieldStack stack, String part) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    JsonNode model = health(stack);
    while (!model.path("detail").asText().contains(part) && System.nanoTime() < end) {
      Thread.sleep(200);
      model = health(stack);
    }
    assertThat(model.path("detail").asText()).contains(part);
    return model;
  }

  private static void assertFallback(FlowShieldStack stack, Visitor alice, String cause)
      throws Exception {
    assertThat(stack.awaitModels())
        .containsEntry("login", cause)
        .containsEntry("registration", cause);
    JsonNode decision = signIn(stack, alice);
    assertThat(decision.path("fallback").asText()).isEqualTo(cause);
    assertThat(decision.path("model").asText()).isEqualTo("rules");
    assertThat(decision.path("score").asDouble()).isGreaterThan(0).isLessThan(1);
    assertThat(decision.path("reasons").toString()).contains("FALLBACK");
  }

  /** Signs in, which must succeed, and answers the decision that the database holds of it. */
  private static JsonNode signIn(FlowShieldStack stack, Visitor alice) throws Exception {
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    List<String> before = database.column("select ID from FS_RISK_DECISION");

    BrowserDriver.Page page = alice.later().signIn("alice", "flowshield-demo");

    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    List<String> decisions = database.column("select ID from FS_RISK_DECISION");
    decisions.removeAll(before);
    assertThat(decisions).hasSize(1);
    return stack.admin().get("/flowshield/decisions/" + decisions.get(0));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.write(target, Files.readAllBytes(file));
        }
      }
    }
  }

  /** Flips a bit in the middle of every model. */
  private static void damage(Path models) throws IOException {
    try (Stream<Path> files = Files.walk(models)) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.endsWith("model.ubj"))::iterator) {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
      }
    }
  }
}
