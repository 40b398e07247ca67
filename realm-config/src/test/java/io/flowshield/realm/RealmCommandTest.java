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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the command asks a server to do to a realm, and what it makes of the answers. */
class RealmCommandTest {
  private static final String DONE =
      "{\"changes\":[\"a flow is copied\"],\"notes\":[\"a client has its own\"]}";

  private final List<String> received = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private HttpServer keycloak;
  private int status = 200;
  private String body = DONE;

  @BeforeEach
  void start() throws IOException {
    keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keycloak.createContext("/", this::answer);
    keycloak.start();
  }

  @AfterEach
  void stop() {
    keycloak.stop(0);
  }

  @Test
  void appliesToTheDoorsNamedAndPrintsWhatChanged() throws Exception {
    assertThat(run("apply", "--realm", "corner shop", "--doors", "browser"))
        .isEqualTo(Outcome.DONE);
    assertThat(received)
        .contains("POST /admin/realms/corner%20shop/flowshield-binding?dryRun=false&doors=browser");
    assertThat(text())
        .contains("Changed in the realm corner shop:", "  a flow is copied", "Note: a client");
  }

  @Test
  void aDryRunSaysThatItIsOne() throws Exception {
    assertThat(run("remove", "--realm", "shop", "--pending", "release", "--dry-run"))
        .isEqualTo(Outcome.DONE);
    assertThat(received)
        .contains("DELETE /admin/realms/shop/flowshield-binding?dryRun=true&pending=release");
    assertThat(text()).contains("Would change in the realm shop:", "this was a dry run");
  }

  @Test
  void saysSoWhenThereIsNothingToDo() throws Exception {
    body = "{\"changes\":[],\"notes\":[]}";
    assertThat(run("apply", "--realm", "shop")).isEqualTo(Outcome.DONE);
    assertThat(text()).contains("Nothing to change in the realm shop.");
  }

  @Test
  void aRefusalIsAFailureWithItsReasons() throws Exception {
    status = 409;
    body = "{\"problems\":[\"no password form\",\"a client in the way\"]}";
    assertThat(run("apply", "--realm", "shop")).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("Nothing was changed:", "no password form", "a client in the way");
  }

  @Test
  void namesWhatIsMissingWhenTheServerDoesNotKnowTheCallOrTheCallerMayNot() throws Exception {
    status = 404;
    assertThat(run("apply", "--realm", "shop")).isEqualTo(Outcome.FAILED);
    status = 403;
    assertThat(run("apply", "--realm", "shop")).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("runs without Flow Shield", "manage-realm");
  }

  @Test
  void theLinterPrintsEachFindingAndEndsWithFourWhenOneIsMoreThanARemark() throws Exception {
    String remark =
        "{\"severity\":\"INFO\",\"code\":\"REPORT_ONLY\",\"place\":\"realm\",\"text\":\"Nobody is"
            + " refused.\",\"fix\":\"Switch it off.\"}";
    body = "{\"findings\":[" + remark + "]}";
    assertThat(run("lint", "--realm", "shop")).isEqualTo(Outcome.DONE);
    assertThat(received).contains("GET /admin/realms/shop/flowshield/lint");
    assertThat(text())
        .contains("INFO REPORT_ONLY: realm", "  Nobody is refused.", "To do: Switch it off.");
    body = "{\"findings\":[" + remark.replace("INFO", "ERROR") + "]}";
    assertThat(run("lint", "--realm", "shop").ordinal()).isEqualTo(4);
    body = "{\"findings\":[]}";
    assertThat(run("lint", "--realm", "shop")).isEqualTo(Outcome.DONE);
    assertThat(text()).contains("Nothing to say about the realm shop.");
    status = 403;
    assertThat(run("lint", "--realm", "shop")).isEqualTo(Outcome.FAILED);
    assertThat(text()).contains("view-realm");
  }

  private Outcome run(String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--server", "http://127.0.0.1:" + keycloak.getAddress().getPort(), "--admin", "admin"));
    return new RealmCommand(
            Map.of(RealmCommand.PASSWORD, "secret"),
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(all);
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    received.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    exchange.getRequestBody().readAllBytes();
    boolean token = exchange.getRequestURI().getPath().endsWith("/token");
    byte[] answer = (token ? "{\"access_token\":\"t\"}" : body).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(token ? 200 : status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }
}
