package io.flowshield.tests.history;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The history of decisions, as administrators read it. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C11")
class DecisionHistoryIT {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aUsersDecisionsAreListedNewestFirstByPageAndLevel(FlowShieldStack stack) throws Exception {
    String name = Applicants.named("history").username();
    String id = createUser(stack, name);
    refusedThenSignedInTwice(stack, name);
    String path = "/flowshield/decisions?user=" + id;

    JsonNode all = stack.admin().get(path);

    assertThat(all)
        .extracting(line -> line.path("level").asText())
        .containsExactly("LOW", "LOW", "HIGH");
    assertThat(all.get(0).path("time").asText()).isGreaterThan(all.get(1).path("time").asText());
    String loaded = loginModelVersion(stack);
    for (JsonNode line : all) {
      assertThat(line.path("userId").asText()).isEqualTo(id);
      assertThat(line.path("score").asDouble()).isBetween(0.0, 1.0);
      assertThat(line.path("model").asText()).isEqualTo("login");
      assertThat(line.path("modelVersion").asText()).isEqualTo(loaded);
      assertThat(line.path("door").asText()).isEqualTo("BROWSER_LOGIN");
      assertThat(line.path("reasons").isArray()).isTrue();
    }
    assertThat(all.get(0).path("reasons").findValuesAsText("code")).contains("NEW_DEVICE");
    assertThat(all.get(2).path("action").asText()).isEqualTo("DENY");
    JsonNode page = stack.admin().get(path + "&first=1&max=1");
    assertThat(page).hasSize(1);
    assertThat(page.get(0)).isEqualTo(all.get(1));
    assertThat(stack.admin().get(path + "&first=3")).isEmpty();
    assertThat(stack.admin().get(path + "&level=HIGH")).containsExactly(all.get(2));
    assertThat(stack.admin().get(path + "&level=MEDIUM")).isEmpty();
    assertThat(
            catchThrowableOfType(
                    AdminClient.Refused.class, () -> stack.admin().get(path + "&level=PINK"))
                .status())
        .isEqualTo(400);
  }

  @Test
  @Tag("C13")
  void onlyWhoMayViewUsersOrEventsReadsThem(FlowShieldStack stack) throws Exception {
    String name = Applicants.named("reader").username();
    String id = createUser(stack, name);

    assertThat(status(stack, "")).isEqualTo(401);
    assertThat(status(stack, token(stack, name))).isEqualTo(403);
    grant(stack, id, "view-clients");
    assertThat(status(stack, token(stack, name))).isEqualTo(403);
    grant(stack, id, "view-users");
    assertThat(status(stack, token(stack, name))).isEqualTo(200);
  }

  @Test
  @Tag("C15")
  void whoIsDeletedLeavesNeitherDecisionsNorProfile(FlowShieldStack stack) throws Exception {
    String name = Applicants.named("leaver").username();
    String id = createUser(stack, name);
    refusedThenSignedInTwice(stack, name);
    eventually("a profile", () -> rows(stack, "FS_USER_PROFILE", id), rows -> rows == 1);
    assertThat(rows(stack, "FS_RISK_DECISION", id)).isEqualTo(3);

    stack.admin().send("DELETE", "/users/" + id, "");

    assertThat(rows(stack, "FS_RISK_DECISION", id)).isZero();
    assertThat(rows(stack, "FS_USER_PROFILE", id)).isZero();
    assertThat(stack.admin().get("/flowshield/decisions?user=" + id)).isEmpty();
  }

  private static String createUser(FlowShieldStack stack, String name) throws Exception {
    return stack.admin().createUser(name, name + "@example.org", Applicants.PASSWORD);
  }

  /** Three decisions; the last is of a device that the user has not used before. */
  private static void refusedThenSignedInTwice(FlowShieldStack stack, String name)
      throws Exception {
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      visitor(stack).signIn(name, Applicants.PASSWORD);
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(visitor(stack).signIn(name, Applicants.PASSWORD))).isTrue();
      String id = stack.admin().user(name).orElseThrow().path("id").asText();
      eventually("a profile", () -> rows(stack, "FS_USER_PROFILE", id), rows -> rows == 1);
      assertThat(Visitor.signedIn(visitor(stack).signIn(name, Applicants.PASSWORD))).isTrue();
      eventually(
          "the second login is learnt",
          () ->
              new KeycloakDatabase(stack.keycloak())
                  .count("select VERSION from FS_USER_PROFILE where USER_ID = ?", id),
          version -> version >= 1);
    }
  }

  private static Visitor visitor(FlowShieldStack stack) {
    return stack.visitor("192.0.2.34", BrowserDriver.FIREFOX);
  }

  private static long rows(FlowShieldStack stack, String table, String user) throws Exception {
    return new KeycloakDatabase(stack.keycloak())
        .count("select count(*) from " + table + " where USER_ID = ?", user);
  }

  private static void grant(FlowShieldStack stack, String user, String role) throws Exception {
    String client =
        stack.admin().get("/clients?clientId=realm-management").get(0).path("id").asText();
    JsonNode found = stack.admin().get("/clients/" + client + "/roles/" + role);
    stack
        .admin()
        .send(
            "POST",
            "/users/" + user + "/role-mappings/clients/" + client,
            JSON.createArrayNode().add(found).toString());
  }

  /** A token of the realm's own administration client. */
  private String token(FlowShieldStack stack, String name) throws Exception {
    String form =
        "grant_type=password&client_id=admin-cli&username=%s&password=%s"
            .formatted(name, Applicants.PASSWORD);
    URI uri = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token");
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body()).path("access_token").asText();
    }
  }

  private int status(FlowShieldStack stack, String token) throws Exception {
    URI uri = stack.keycloak().url().resolve("/admin/realms/flowshield/flowshield/decisions");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String loginModelVersion(FlowShieldStack stack) throws Exception {
    for (JsonNode model : stack.admin().get("/flowshield/health").path("models")) {
      if (model.path("name").asText().equals("login")) {
        return model.path("version").asText();
      }
    }
    throw new AssertionError("The health page knows no login model");
  }
}
