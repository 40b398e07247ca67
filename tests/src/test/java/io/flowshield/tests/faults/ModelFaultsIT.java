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
import java.util.List;
import java.util.Map;
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
            .isEqualTo(Map.of("login", "READY", "registration", "READY"));
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

  private static void assertFallback(FlowShieldStack stack, Visitor alice, String cause)
      throws Exception {
    assertThat(stack.awaitModels()).isEqualTo(Map.of("login", cause, "registration", cause));
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
