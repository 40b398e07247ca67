package io.flowshield.tests.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.demo.Listening;
import io.flowshield.demo.OidcApplication;
import io.flowshield.demo.Ports;
import io.flowshield.tests.stack.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/install.md tells an administrator who tries the pack: its zip in a fresh Keycloak. */
@Tag("F4")
class DevModeIT {
  private static final String REALM = "flowshield";

  @TempDir Path folder;

  @Test
  void thePacksZipInAFreshKeycloakInDevModeJudgesALogin() throws Exception {
    DemoFolders folders = DemoFolders.ofBuild();
    Path home = folder.resolve("keycloak");
    copy(only(folders.pack().resolve("keycloak"), "keycloak-"), home);
    Path unpacked = folder.resolve("unpacked");
    unzip(only(folders.pack(), "flowshield-", ".zip"), unpacked);
    Path pack = only(unpacked, "flowshield-");
    copy(pack.resolve("providers"), home.resolve("providers"));
    copy(pack.resolve("flowshield"), home.resolve("flowshield"));
    Files.createDirectories(home.resolve("data/import"));
    Files.copy(
        pack.resolve("realm-config/flowshield-realm.json"),
        home.resolve("data/import/flowshield-realm.json"));

    int port = Ports.free();
    URI url = URI.create("http://127.0.0.1:" + port);
    Process keycloak = startDev(home, port);
    try (OidcApplication application =
        new OidcApplication(
            Listening.LOOPBACK, 0, url.resolve("/realms/" + REALM), "demo-spa", null)) {
      awaitStart(keycloak, url);
      AdminClient admin =
          new AdminClient(
              url, REALM, new AdminClient.Account(KeycloakProcess.ADMIN, KeycloakProcess.ADMIN));
      Eventually.eventually(
          "the models are loaded",
          () -> {
            assertThat(keycloak.isAlive()).as("Keycloak runs").isTrue();
            return admin.get("/flowshield/health").path("models");
          },
          models ->
              !models.isEmpty()
                  && models.findValuesAsText("state").stream().allMatch("READY"::equals));

      BrowserDriver browser = new BrowserDriver("127.0.0.1", BrowserDriver.FIREFOX);
      Page form = browser.open(application.loginUrl());
      assertThat(form.has("script[src*=flowshield-capture]")).as(form.toString()).isTrue();
      Page page =
          form.submit(
              "form#kc-form-login", Map.of("username", "alice", "password", "flowshield-demo"));

      JsonNode user = admin.user("alice").orElseThrow();
      JsonNode decisions = admin.get("/flowshield/decisions?user=" + user.path("id").asText());
      assertThat(decisions).as(page.toString()).hasSize(1);
      JsonNode decision =
          admin.get("/flowshield/decisions/" + decisions.get(0).path("id").asText());
      assertThat(decision.path("model").asText()).isEqualTo("login");
      assertThat(decision.path("fallback").isNull()).as(decision.toString()).isTrue();
    } catch (Exception | AssertionError e) {
      System.out.println(Files.readString(log(home)));
      throw e;
    } finally {
      end(keycloak);
    }
  }

  private static Process startDev(Path home, int port) throws IOException {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("bin").resolve(windows ? "kc.bat" : "kc.sh").toString(),
                "start-dev",
                "--import-realm",
                "--http-host=127.0.0.1",
                "--http-port=" + port)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log(home).toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", KeycloakProcess.ADMIN);
    environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", KeycloakProcess.ADMIN);
    return builder.start();
  }

  /** It builds itself first, which takes minutes on a busy machine. */
  private static void awaitStart(Process keycloak, URI url) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(6);
    while (true) {
      try (Socket socket = new Socket(url.getHost(), url.getPort())) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        assertThat(keycloak.isAlive()).as("Keycloak runs").isTrue();
        assertThat(System.nanoTime()).as("Keycloak listens within six minutes").isLessThan(end);
        Thread.sleep(250);
      }
    }
  }

  private static Path log(Path home) {
    return home.resolve("keycloak.log");
  }

  /** The script's children first: it waits for them. */
  private static void end(Process script) throws InterruptedException {
    script.descendants().forEach(ProcessHandle::destroy);
    script.destroy();
    if (!script.waitFor(30, TimeUnit.SECONDS)) {
      script.descendants().forEach(ProcessHandle::destroyForcibly);
      script.destroyForcibly().waitFor();
    }
  }

  private static Path only(Path parent, String beginning) throws IOException {
    return only(parent, beginning, "");
  }

  private static Path only(Path parent, String beginning, String end) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(child -> child.getFileName().toString().startsWith(beginning))
          .filter(child -> child.getFileName().toString().endsWith(end))
          .findFirst()
          .orElseThrow(() -> new IOException("no " + beginning + "*" + end + " in " + parent));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void unzip(Path zip, Path to) throws IOException {
    try (InputStream in = Files.newInputStream(zip);
        ZipInputStream entries = new ZipInputStream(in)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        Path target = to.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          Files.copy(entries, target);
        }
      }
    }
  }
}
