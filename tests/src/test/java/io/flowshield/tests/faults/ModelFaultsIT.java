package io.flowshield.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logins while the models cannot be used: the rules judge, and say so. */
@Tag("A12")
class ModelFaultsIT {

  @Test
  void missingModelsDamagedModelsAndAMissingNativeLibraryAllFallBackToTheRules() throws Exception {
    DemoFolders folders = OwnStack.folders("model-faults");
    Path models = Files.createDirectories(folders.work().resolve("models"));
    try (FlowShieldStack stack =
        OwnStack.in("model-faults").withoutTemporal().keycloakModels(models).start()) {
      try {
        assertFallback(stack, "MODEL_MISSING");

        stack.keycloak().stop();
        copy(folders.models(), models);
        damage(models);
        stack.keycloak().start();
        assertFallback(stack, "MODEL_DAMAGED");

        stack.keycloak().stop();
        copy(folders.models(), models);
        stack.keycloak().jvmOption("-Dflowshield.native.dir=" + models.resolve("not-there"));
        stack.keycloak().start();
        assertFallback(stack, "NATIVE_MISSING");
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("ModelFaultsIT", stack);
        throw e;
      }
    }
  }

  private static void assertFallback(FlowShieldStack stack, String cause) throws Exception {
    assertThat(stack.awaitModels()).isEqualTo(Map.of("login", cause, "registration", cause));
    BrowserDriver.Page page =
        stack
            .visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX)
            .signIn("alice", "flowshield-demo");
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
    String userId = stack.admin().user("alice").orElseThrow().path("id").asText();
    JsonNode decision = stack.admin().get("/flowshield/decisions?max=1&user=" + userId).get(0);
    assertThat(decision.path("fallback").asText()).isEqualTo(cause);
    assertThat(decision.path("reasons").toString()).contains("FALLBACK");
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
