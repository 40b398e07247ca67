package io.flowshield.tests.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A realm's settings, read and changed by its administrators. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C14")
class SettingsIT {
  private static final String PATH = "/admin/realms/flowshield/flowshield/settings";
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private Caller boss;

  @BeforeEach
  void anAdministrator(FlowShieldStack stack) throws Exception {
    boss = Caller.with(stack, Neighbourhoods.newHome(), "manage-realm", "view-events");
  }

  @AfterEach
  void asBefore() throws Exception {
    assertThat(
            patch(
                    """
                    {"values": {"alert.linkExpirySeconds": null, "trustedDevice.days": null,
                      "session.sensitiveActions": null, "session.windowSeconds": null,
                      "session.networks": null, "ssf.maxAgeSeconds": null,
                      "adaptive.halfLifeSeconds": null,
                      "alert.on": null, "alert.perDay": null, "ssf.mode": null,
                      "ssf.issuer": null, "ssf.jwksUrl": null, "ssf.audience": null,
                      "ssf.authorization": null, "login.mediumThreshold": "0.30",
                      "login.highThreshold": "0.85", "customSignals": null,
                      "login.challengeBudgetFloor": null, "sensitiveRoles": null}}
                    """)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatIsSetCountsAtTheNextLoginAndItsRemovalBringsTheDefaultBack(FlowShieldStack stack)
      throws Exception {
    String user = People.verified(stack);
    JsonNode changed =
        read(
            patch(
                "{\"values\": {\"login.mediumThreshold\": 0, \"login.highThreshold\": \" 1 \"}}"));
    assertThat(setting(changed, "login.mediumThreshold").path("value").asText()).isEqualTo("0");
    assertThat(setting(changed, "login.highThreshold").path("value").asText()).isEqualTo("1");
    assertThat(changed).isEqualTo(read(boss.call("GET", PATH, "")));

    BrowserDriver.Page asked = People.visitor(stack).signIn(user, People.PASSWORD);
    assertThat(asked.has("form#flowshield-code-form")).as(asked.toString()).isTrue();

    JsonNode removed =
        read(
            patch(
                "{\"values\": {\"login.mediumThreshold\": null, \"login.highThreshold\": \"\"}}"));
    for (String name : List.of("login.mediumThreshold", "login.highThreshold")) {
      assertThat(setting(removed, name).path("value").isNull()).as(name).isTrue();
    }
    assertThat(stack.admin().get("").path("attributes").has("flowshield.login.mediumThreshold"))
        .isFalse();
    JsonNode policy = stack.admin().get("/flowshield/policy");
    assertThat(policy.toString()).contains("0.3").contains("0.85");
  }

  @Test
  void allThatIsWrongIsNamedAtOnceAndNothingIsChanged() throws Exception {
    JsonNode before = read(boss.call("GET", PATH, ""));
    HttpResponse<String> refused =
        patch(
            """
            {"values": {"alert.on": "device", "alert.perDay": 101, "login.mediumThreshold": "high",
              "customSignals": {"a": 1}, "nothing.of.the.kind": "x", "installed": "x",
              "ssf.mode": "enforce", "ssf.issuer": "https://idp.example.org",
              "login.challengeBudgetFloor": 0.9, "sensitiveRoles": ["boss"]}}
            """);
    assertThat(refused.statusCode()).isEqualTo(400);
    JsonNode answer = JSON.readTree(refused.body());
    assertThat(answer.path("error").asText()).isEqualTo("invalid_settings");
    assertThat(JSON.convertValue(answer.path("settings"), TEXTS))
        .isEqualTo(
            Map.of(
                "alert.perDay", "alert.perDay has to be a whole number from 1 to 100",
                "login.mediumThreshold", "login.mediumThreshold has to be a number from 0 to 1",
                "customSignals",
                    "customSignals has to be signals with weights from 0 to 3, for example"
                        + " one=1.5, other=0.5",
                "nothing.of.the.kind", "There is no such setting",
                "installed", "There is no such setting",
                "ssf.mode", "ssf.mode needs ssf.issuer, ssf.jwksUrl and ssf.audience",
                "login.challengeBudgetFloor",
                    "login.challengeBudgetFloor has to be at most login.challengeBudgetCeiling",
                "sensitiveRoles",
                    "sensitiveRoles has to be roles, role or client/role, separated by commas"));
    assertThat(read(boss.call("GET", PATH, ""))).isEqualTo(before);

    for (String wrong : List.of("", "[]", "null", "{\"value\": {}}", "{\"values\": 1}", "{")) {
      assertThat(patch(wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    String long1 = "{\"values\": {\"network.deny\": \"" + "1.2.3.4,".repeat(140_000) + "\"}}";
    assertThat(patch(long1).statusCode()).isEqualTo(413);
  }

  @Test
  void ofManyWhoSawTheSameOneChangesAndTheOthersAreTold() throws Exception {
    String version = read(boss.call("GET", PATH, "")).path("version").asText();
    List<String> each =
        List.of(
            "alert.perDay",
            "alert.linkExpirySeconds",
            "trustedDevice.days",
            "session.sensitiveActions",
            "session.windowSeconds",
            "session.networks",
            "ssf.maxAgeSeconds",
            "adaptive.halfLifeSeconds");
    int many = each.size();
    CyclicBarrier together = new CyclicBarrier(many);
    ExecutorService hands = Executors.newFixedThreadPool(many);
    List<Integer> answers = new ArrayList<>();
    try {
      List<Future<Integer>> sent = new ArrayList<>();
      for (String name : each) {
        String body = "{\"version\": \"%s\", \"values\": {\"%s\": 60}}".formatted(version, name);
        sent.add(
            hands.submit(
                () -> {
                  together.await();
                  return patch(body).statusCode();
                }));
      }
      for (Future<Integer> one : sent) {
        answers.add(one.get());
      }
    } finally {
      hands.shutdownNow();
    }
    assertThat(answers).containsOnlyOnce(200).containsOnly(200, 409);
    assertThat(answers).filteredOn(status -> status == 409).hasSize(many - 1);
  }

  @Test
  void whileSomebodyElseHoldsTheRealmNothingIsChangedAndTheAnswerSaysWhenToAskAgain(
      FlowShieldStack stack) throws Exception {
    String change = "{\"values\": {\"alert.perDay\": 5}}";
    try (Connection other = new KeycloakDatabase(stack.keycloak()).open();
        PreparedStatement lock =
            other.prepareStatement("select ID from REALM where NAME = 'flowshield' for update")) {
      other.setAutoCommit(false);
      lock.executeQuery();

      HttpResponse<String> busy = patch(change);

      assertThat(busy.statusCode()).as(busy.body()).isEqualTo(503);
      assertThat(busy.headers().firstValue("Retry-After")).hasValue("5");
      assertThat(setting(read(boss.call("GET", PATH, "")), "alert.perDay").path("value").isNull())
          .isTrue();
      other.rollback();
    }
    assertThat(setting(read(patch(change)), "alert.perDay").path("value").asText()).isEqualTo("5");
  }

  @Test
  void secretsAreShownToNobodyAndKeptWhenTheyAreSentBackAsShown(FlowShieldStack stack)
      throws Exception {
    String secret = "Bearer not-to-be-seen";
    HttpResponse<String> set =
        patch(
            "{\"values\": {\"ssf.authorization\": \"%s\", \"alert.perDay\": 7}}".formatted(secret));
    JsonNode shown = read(set);
    assertThat(set.body()).doesNotContain("not-to-be-seen");
    String stars = setting(shown, "ssf.authorization").path("value").asText();
    assertThat(stars).isEqualTo("**********");

    read(
        patch(
            "{\"values\": {\"ssf.authorization\": \"%s\", \"alert.on\": \"risk\"}}"
                .formatted(stars)));

    assertThat(
            stack.admin().get("").path("attributes").path("flowshield.ssf.authorization").asText())
        .isEqualTo(secret);
    String events = stack.admin().get("/admin-events?operationTypes=UPDATE&max=20").toString();
    assertThat(events).contains("flowshield/settings").doesNotContain("not-to-be-seen");

    JsonNode vault = read(patch("{\"values\": {\"ssf.authorization\": \"${vault.ssf}\"}}"));
    assertThat(setting(vault, "ssf.authorization").path("value").asText())
        .isEqualTo("${vault.ssf}");
  }

  @Test
  void aChangeIsAnAdminEventWithTheNamesAndOneThatChangesNothingIsNone(FlowShieldStack stack)
      throws Exception {
    read(patch("{\"values\": {\"alert.perDay\": 9, \"alert.on\": \"network\"}}"));
    int before = events(stack).size();
    assertThat(events(stack).get(0).path("details").path("settings").asText())
        .isEqualTo("alert.on, alert.perDay");
    read(patch("{\"values\": {\"alert.perDay\": \"9\", \"alert.on\": \"network\"}}"));
    read(patch("{}"));
    assertThat(events(stack)).hasSize(before);
  }

  /** All of them read the realm before they wait for each other: each removal empties the cache. */
  @Test
  void changesAtOnceWithoutAVersionAllHappen(FlowShieldStack stack) throws Exception {
    List<String> each =
        List.of(
            "alert.linkExpirySeconds",
            "trustedDevice.days",
            "session.sensitiveActions",
            "session.windowSeconds",
            "session.networks",
            "ssf.maxAgeSeconds",
            "adaptive.halfLifeSeconds",
            "adaptive.reviewTimeoutSeconds");
    String none = String.join("\": null, \"", each) + "\": null, \"alert.perDay\": null";
    ExecutorService hands = Executors.newFixedThreadPool(each.size());
    try {
      for (int round = 0; round < 5; round++) {
        read(patch("{\"values\": {\"" + none + "}}"));
        CyclicBarrier together = new CyclicBarrier(each.size());
        List<Future<HttpResponse<String>>> sent = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
          String body =
              "{\"values\": {\"%s\": 60, \"alert.perDay\": %d}}".formatted(each.get(i), i + 10);
          sent.add(
              hands.submit(
                  () -> {
                    together.await();
                    return patch(body);
                  }));
        }
        for (Future<HttpResponse<String>> one : sent) {
          read(one.get());
        }
        JsonNode now = read(boss.call("GET", PATH, ""));
        for (String name : each) {
          assertThat(setting(now, name).path("value").asText()).as(name).isEqualTo("60");
        }
        assertThat(setting(now, "alert.perDay").path("value").asInt()).isBetween(10, 17);
      }
    } finally {
      hands.shutdownNow();
      read(patch("{\"values\": {\"" + none + "}}"));
    }
  }

  @Test
  void thresholdsInTheWrongOrderAreRefusedAndTheStarsOfNoSecretAreNone() throws Exception {
    HttpResponse<String> refused =
        patch(
            "{\"values\": {\"login.mediumThreshold\": 0.9, \"login.highThreshold\": 0.8,"
                + " \"session.revokeThreshold\": 0.1}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).path("settings").properties())
        .extracting(entry -> entry.getValue().asText())
        .containsExactlyInAnyOrder(
            "login.mediumThreshold has to be at most login.highThreshold",
            "session.reauthenticateThreshold has to be at most session.revokeThreshold");
    JsonNode stars = read(patch("{\"values\": {\"ssf.authorization\": \"**********\"}}"));
    assertThat(setting(stars, "ssf.authorization").path("value").isNull()).isTrue();
    String half = "${vault.a}not-to-be-seen";
    HttpResponse<String> answer = patch("{\"values\": {\"ssf.authorization\": \"" + half + "\"}}");
    read(answer);
    assertThat(answer.body()).doesNotContain("not-to-be-seen");
  }

  private static List<JsonNode> events(FlowShieldStack stack) throws Exception {
    List<JsonNode> ours = new ArrayList<>();
    for (JsonNode event : stack.admin().get("/admin-events?operationTypes=UPDATE&max=100")) {
      if (event.path("resourcePath").asText().equals("flowshield/settings")) {
        ours.add(event);
      }
    }
    return ours;
  }

  private HttpResponse<String> patch(String body) throws Exception {
    return boss.call("PATCH", PATH, body);
  }

  private static JsonNode read(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static JsonNode setting(JsonNode all, String name) {
    for (JsonNode setting : all.path("settings")) {
      if (setting.path("name").asText().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError("no setting " + name);
  }
}
