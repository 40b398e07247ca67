package io.flowshield.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowshield.realm.RealmCommand.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that answers as told; the real one is in the module of integration tests. */
class RealmImportTest {
  private static final String REALM =
      """
      {"realm": "shop", "displayName": "${SHOP_NAME:Shop}", "loginTheme": "flowshield",
       "eventsListeners": ["flowshield"], "clients": [{"clientId": "web", "publicClient": false}]}""";
  private static final String SERVER_INFO =
      """
      {"providers": {"eventsListener": {"providers": {"flowshield": {}}}},
       "themes": {"login": [{"name": "flowshield"}]}}""";

  private record Answer(int status, String body) {}

  private final Map<String, Answer> answers = new HashMap<>();
  private final Map<String, String> received = new HashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private @TempDir Path folder;
  private HttpServer keycloak;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keycloak.createContext("/", this::answer);
    keycloak.start();
    file = Files.writeString(folder.resolve("shop.json"), REALM);
    answers.put(
        "POST /realms/master/protocol/openid-connect/token",
        new Answer(200, "{\"access_token\":\"t\"}"));
    answers.put("GET /admin/serverinfo", new Answer(200, SERVER_INFO));
    answers.put("POST /admin/realms", new Answer(201, ""));
  }

  @AfterEach
  void stop() {
    keycloak.stop(0);
  }

  @Test
  void createsARealmAndTellsWhereItsSecretsAre() throws Exception {
    assertThat(run(Map.of("SHOP_NAME", "Corner \"shop\""))).isEqualTo(Outcome.DONE);
    assertThat(received.get("POST /admin/realms")).contains("\"Corner \\\"shop\\\"\"");
    assertThat(received.get("POST /realms/master/protocol/openid-connect/token"))
        .contains("password=p%20%26w", "username=admin", "client_id=admin-cli");
    assertThat(text()).contains("Created the realm shop.", "client web has a new secret");
  }

  @Test
  void leavesAnExistingRealmAlone() throws Exception {
    answers.put("GET /admin/realms/shop", new Answer(200, "{}"));
    assertThat(run(Map.of())).isEqualTo(Outcome.EXISTS);
    assertThat(received).doesNotContainKey("POST /admin/realms");
    assertThat(text()).contains("exists already");
  }

  @Test
  void namesWhatTheServerLacks() throws Exception {
    answers.put("GET /admin/serverinfo", new Answer(200, "{}"));
    assertThat(run(Map.of())).isEqualTo(Outcome.FAILED);
    assertThat(text())
        .contains("eventsListener flowshield", "login theme flowshield", "kc.sh build");
    assertThat(received).doesNotContainKey("POST /admin/realms");
  }

  @Test
  void looksOnlyWhenAskedTo() throws Exception {
    assertThat(run(Map.of(), "--dry-run")).isEqualTo(Outcome.DONE);
    assertThat(received).doesNotContainKey("POST /admin/realms");
  }

  @Test
  void repeatsKeycloaksOwnWordsWhenItRefuses() throws Exception {
    answers.put("POST /admin/realms", new Answer(400, "{\"errorMessage\":\"no such flow\"}"));
    assertThat(run(Map.of())).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("Keycloak refuses the realm: HTTP 400, no such flow");
  }

  @Test
  void saysSoWhenTheAdministratorIsNotLetIn() throws Exception {
    answers.put(
        "POST /realms/master/protocol/openid-connect/token",
        new Answer(401, "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user\"}"));
    assertThat(run(Map.of())).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("admin cannot sign in to the realm master: HTTP 401, Invalid user");
  }

  @Test
  void saysSoWhenNobodyAnswers() throws Exception {
    keycloak.stop(0);
    assertThat(run(Map.of())).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("No answer from http://127.0.0.1:");
  }

  @Test
  void refusesAFileThatIsNoRealm() throws Exception {
    Files.writeString(file, "{\"clients\": []}");
    assertThat(run(Map.of())).isEqualTo(Outcome.FAILED);
    Files.writeString(file, "{");
    assertThat(run(Map.of())).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("it names no realm", "This is no realm file: ");
    assertThat(received).isEmpty();
  }

  @Test
  void explainsItsArguments() throws Exception {
    RealmCommand command = new RealmCommand(Map.of(), new PrintStream(printed, true));
    assertThat(command.run(List.of())).isEqualTo(Outcome.USAGE);
    assertThat(command.run(List.of("bind"))).isEqualTo(Outcome.USAGE);
    assertThat(command.run(List.of("import", "--server"))).isEqualTo(Outcome.USAGE);
    assertThat(command.run(List.of("apply", "--pending", "release"))).isEqualTo(Outcome.USAGE);
    assertThat(command.run(List.of("apply", "--server", "http://x", "--admin", "a")))
        .isEqualTo(Outcome.USAGE);
    assertThat(text())
        .contains(
            "Usage: java -jar flowshield-realm.jar",
            "A command is needed",
            "No such command: bind",
            "--server needs a value",
            "Unknown option --pending",
            "A realm is needed");
  }

  private Outcome run(Map<String, String> environment, String... more) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put(RealmCommand.PASSWORD, "p &w");
    List<String> arguments = new ArrayList<>(List.of("import"));
    arguments.addAll(List.of(more));
    String server = "http://127.0.0.1:" + keycloak.getAddress().getPort() + "/";
    arguments.addAll(List.of("--server", server, "--admin", "admin", file.toString()));
    return new RealmCommand(all, new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(arguments);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    received.put(
        call, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    Answer answer = answers.getOrDefault(call, new Answer(404, "{}"));
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
