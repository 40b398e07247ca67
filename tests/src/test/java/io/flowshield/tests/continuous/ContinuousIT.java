package io.flowshield.tests.continuous;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.requirement.Required;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sessions that turn risky after their login: what is recorded, and what follows. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C7")
class ContinuousIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ABROAD = "198.51.100.40";
  private static final String TOR = "203.0.113.200";
  private static final String CARRIER = "100.64.7.7";
  private static final String LOGIN_FORM = "form#kc-form-login";

  @Test
  void tokensFromAnotherCountryAskForAnotherLoginBeforeTheNextOnes(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmSessions watched = RealmSessions.enforced(stack.admin(), Map.of());
        App app = App.onDevices(stack)) {
      JsonNode tokens = app.signIn(user, Neighbourhoods.newHome());
      // Two at once are one change, and neither waits for what is made of it.
      List<CompletableFuture<Integer>> moved =
          IntStream.range(0, 2)
              .mapToObj(i -> CompletableFuture.supplyAsync(() -> status(app, tokens)))
              .toList();
      for (CompletableFuture<Integer> answer : moved) {
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(200);
      }

      eventually("required", required::shown, "REAUTHENTICATE"::equals);
      JsonNode shown = stack.admin().get(required.path());
      assertThat(shown.path("reason").asText()).isEqualTo("SESSION_RISK");
      assertThat(shown.path("setBy").asText()).isEqualTo("flowshield");
      assertThat(shown.path("until").isTextual()).isTrue();
      assertThat(app.refresh(tokens, ABROAD).body()).contains("invalid_grant");
      List<JsonNode> decisions = decisions(stack, required);
      assertThat(decisions).hasSize(1);
      assertThat(decisions.get(0).path("level").asText()).isEqualTo("MEDIUM");
      assertThat(decisions.get(0).path("action").asText()).isEqualTo("CHALLENGE");
      assertThat(decisions.get(0).path("reportOnly").asBoolean()).isFalse();
      assertThat(decisions.get(0).path("network").asText()).isEqualTo("198.51.100.0/24");
      assertThat(codes(decisions.get(0))).containsExactly("NEW_COUNTRY", "NEW_NETWORK");

      Thread.sleep(1100); // Keycloak notes logins in whole seconds
      JsonNode again = app.signIn(user, ABROAD);
      assertThat(app.refresh(again, ABROAD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aSessionThatGoesOnInTorIsEndedAloneAndApplicationsAreTold(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    BlockingQueue<String> told = new ArrayBlockingQueue<>(10);
    HttpServer logouts = HttpServer.create(new InetSocketAddress(loopback(), 0), 10);
    logouts.createContext(
        "/",
        exchange -> {
          told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    logouts.start();
    URI logout = URI.create("http://127.0.0.1:" + logouts.getAddress().getPort() + "/logout");
    try (RealmSessions watched = RealmSessions.enforced(stack.admin(), Map.of());
        App app = App.toldOfLogouts(stack, logout)) {
      String home = Neighbourhoods.newHome();
      JsonNode other = app.signIn(user, home);
      JsonNode stolen = app.signIn(user, home);
      assertThat(app.refresh(stolen, TOR).statusCode()).isEqualTo(200);

      eventually("sessions left", required::sessions, left -> left == 1);
      // Keycloak forgets a session in its database first, and then in its caches.
      eventually(
          "a refusal",
          () -> app.refresh(stolen, home).body(),
          answer -> answer.contains("invalid_grant"));
      assertThat(required.sessions()).isOne();
      assertThat(app.refresh(other, home).statusCode()).isEqualTo(200);
      assertThat(required.shown()).isEqualTo("NONE");
      List<JsonNode> decisions = decisions(stack, required);
      assertThat(decisions).hasSize(1);
      assertThat(decisions.get(0).path("level").asText()).isEqualTo("HIGH");
      assertThat(decisions.get(0).path("action").asText()).isEqualTo("DENY");
      assertThat(codes(decisions.get(0))).contains("TOR_NETWORK");

      JsonNode event = required.event("LOGOUT");
      assertThat(event.path("sessionId").asText()).isEqualTo(stolen.path("session_state").asText());
      assertThat(event.at("/details/reason").asText()).isEqualTo("SESSION_RISK");
      JsonNode token = claims(told.poll(30, TimeUnit.SECONDS));
      assertThat(token.path("sid").asText()).isEqualTo(stolen.path("session_state").asText());
      assertThat(token.path("iss").asText())
          .isEqualTo(stack.keycloak().url().resolve("/realms/flowshield").toString());
    } finally {
      logouts.stop(0);
    }
  }

  @Test
  void carriersServersAndRealmsThatWatchNothingAreLeftAlone(FlowShieldStack stack)
      throws Exception {
    Required left = Required.of(stack.admin(), People.verified(stack));
    String onTheMove = People.verified(stack);
    String onServer = People.verified(stack);
    String home = Neighbourhoods.newHome();
    try (App app = App.onDevices(stack);
        App server = App.onServer(stack)) {
      JsonNode unwatched;
      try (RealmSessions off = RealmSessions.off(stack.admin())) {
        unwatched = app.signIn(name(stack, left), home);
        assertThat(app.refresh(unwatched, TOR).statusCode()).isEqualTo(200);
      }
      try (RealmSessions watched = RealmSessions.enforced(stack.admin(), Map.of())) {
        JsonNode moving = app.signIn(onTheMove, home);
        assertThat(app.refresh(moving, CARRIER).statusCode()).isEqualTo(200);
        JsonNode back = server.signIn(onServer, home);
        assertThat(server.refresh(back, TOR).statusCode()).isEqualTo(200);
        // What is asked later is answered later, so all of the above is by then.
        String last = People.verified(stack);
        JsonNode stolen = app.signIn(last, home);
        app.refresh(stolen, TOR);
        eventually("sessions", Required.of(stack.admin(), last)::sessions, open -> open == 0);

        assertThat(app.refresh(moving, CARRIER).statusCode()).isEqualTo(200);
        assertThat(server.refresh(back, TOR).statusCode()).isEqualTo(200);
        assertThat(app.refresh(unwatched, home).statusCode()).isEqualTo(200);
      }
      assertThat(decisions(stack, left)).isEmpty();
      assertThat(decisions(stack, Required.of(stack.admin(), onTheMove))).isEmpty();
      assertThat(decisions(stack, Required.of(stack.admin(), onServer))).isEmpty();
    }
  }

  @Test
  void inReportOnlyModeADecisionIsRecordedAndNothingFollows(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmSessions watched = RealmSessions.reported(stack.admin());
        App app = App.onDevices(stack)) {
      String home = Neighbourhoods.newHome();
      JsonNode tokens = app.signIn(user, home);
      app.refresh(tokens, TOR);
      List<JsonNode> decisions =
          eventually("decisions", () -> decisions(stack, required), found -> !found.isEmpty());
      assertThat(decisions.get(0).path("reportOnly").asBoolean()).isTrue();
      assertThat(app.refresh(tokens, TOR).statusCode()).isEqualTo(200);
      assertThat(required.sessions()).isOne();
      assertThat(required.shown()).isEqualTo("NONE");
    }
  }

  @Test
  void aBurstOfSensitiveActionsAsksForAnotherLoginAndCostsTenRows(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmSessions watched =
            RealmSessions.enforced(stack.admin(), Map.of("sensitiveActions", "3"));
        App app = App.onDevices(stack)) {
      String home = Neighbourhoods.newHome();
      JsonNode tokens = app.signIn(user, home);
      for (int i = 0; i < 2; i++) {
        assertThat(app.rename(tokens, user, "Dora" + i)).isEqualTo(204);
      }
      assertThat(app.refresh(tokens, home).statusCode()).isEqualTo(200);
      assertThat(app.rename(tokens, user, "Dorothea")).isEqualTo(204);

      eventually("required", required::shown, "REAUTHENTICATE"::equals);
      assertThat(app.refresh(tokens, home).body()).contains("invalid_grant");
      assertThat(codes(decisions(stack, required).get(0))).containsExactly("SENSITIVE_ACTIONS");

      for (int i = 0; i < 36; i++) {
        assertThat(app.rename(tokens, user, "Dora" + i)).isEqualTo(204);
      }
      eventually("rows", () -> decisions(stack, required).size(), rows -> rows == 10);
      String last = People.verified(stack);
      JsonNode stolen = app.signIn(last, home);
      app.refresh(stolen, TOR);
      eventually("sessions", Required.of(stack.admin(), last)::sessions, open -> open == 0);
      assertThat(decisions(stack, required)).hasSize(10);
    }
  }

  @Test
  void sessionsFromManyNetworksAtOnceHaveToSignInAgainOnce(FlowShieldStack stack) throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmSessions watched = RealmSessions.enforced(stack.admin(), Map.of("networks", "3"));
        App app = App.onDevices(stack)) {
      String home = Neighbourhoods.newHome();
      JsonNode first = app.signIn(user, home);
      app.signIn(user, home);
      app.signIn(user, Neighbourhoods.newHome());
      app.signIn(user, CARRIER);
      assertThat(app.refresh(first, home).statusCode()).isEqualTo(200);
      assertThat(required.shown()).isEqualTo("NONE");
      JsonNode last = app.signIn(user, Neighbourhoods.newHome());

      eventually("required", required::shown, "REAUTHENTICATE"::equals);
      assertThat(codes(decisions(stack, required).get(0))).contains("SESSION_NETWORKS");
      assertThat(app.refresh(first, home).body()).contains("invalid_grant");
      assertThat(app.refresh(last, home).body()).contains("invalid_grant");

      Thread.sleep(1100); // Keycloak notes logins in whole seconds
      JsonNode again = app.signIn(user, home);
      assertThat(app.refresh(again, home).statusCode()).isEqualTo(200);
      assertThat(decisions(stack, required)).hasSize(1);
    }
  }

  @Test
  void aCookieThatIsUsedInAnotherCountryLeadsToTheLoginFormNextTime(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmSessions watched = RealmSessions.enforced(stack.admin(), Map.of())) {
      Visitor owner = stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX);
      assertThat(Visitor.signedIn(owner.signIn(user, People.PASSWORD))).isTrue();
      Visitor thief = owner.travelledTo(ABROAD);
      assertThat(Visitor.signedIn(thief.browser().open(stack.publicOidc().loginUrl()))).isTrue();

      eventually("required", required::shown, "REAUTHENTICATE"::equals);
      Page asked = thief.browser().open(stack.oidc().loginUrl());
      assertThat(asked.has(LOGIN_FORM)).as(asked.toString()).isTrue();
      assertThat(required.event("LOGIN_ERROR").at("/details/reason").asText())
          .isEqualTo("SESSION_RISK");
      assertThat(decisions(stack, required).get(0).path("clientId").asText()).isEqualTo("demo-spa");
    }
  }

  @Test
  void whatAnAdministratorHasRequiredStaysAndTheSessionEnds(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    Required required = Required.of(stack.admin(), user);
    try (RealmSessions watched = RealmSessions.enforced(stack.admin(), Map.of());
        App app = App.onDevices(stack)) {
      JsonNode tokens = app.signIn(user, Neighbourhoods.newHome());
      required.set("CHANGE_PASSWORD");
      assertThat(app.refresh(tokens, ABROAD).statusCode()).isEqualTo(200);
      eventually("sessions", required::sessions, open -> open == 0);
      assertThat(required.shown()).isEqualTo("CHANGE_PASSWORD");
    }
  }

  private static int status(App app, JsonNode tokens) {
    try {
      return app.refresh(tokens, ABROAD).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The user's decisions of running sessions, newest first. */
  private static List<JsonNode> decisions(FlowShieldStack stack, Required of) throws Exception {
    JsonNode all = stack.admin().get("/flowshield/decisions?max=100&user=" + of.userId());
    return StreamSupport.stream(all.spliterator(), false)
        .filter(decision -> decision.path("door").asText().equals("SESSION"))
        .toList();
  }

  private static List<String> codes(JsonNode decision) {
    return StreamSupport.stream(decision.path("reasons").spliterator(), false)
        .map(reason -> reason.path("code").asText())
        .toList();
  }

  private static String name(FlowShieldStack stack, Required of) throws Exception {
    return stack.admin().get("/users/" + of.userId()).path("username").asText();
  }

  private static JsonNode claims(String form) throws Exception {
    assertThat(form).startsWith("logout_token=");
    return JSON.readTree(Base64.getUrlDecoder().decode(form.split("[.]")[1]));
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }
}
