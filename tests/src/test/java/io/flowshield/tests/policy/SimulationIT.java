package io.flowshield.tests.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.AtOnce;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What administrators can ask before they change a policy. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C8")
class SimulationIT {
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void aPastDecisionIsJudgedAgainWithOtherFactsAndNothingIsStored(FlowShieldStack stack)
      throws Exception {
    String path = decision(stack) + "/what-if";
    long before = decisions(stack);

    JsonNode unchanged = post(stack, path, "{\"thresholds\": {\"medium\": 1, \"high\": 1}}");
    JsonNode edited =
        post(
            stack,
            path,
            """
            {"features": {"impossible_travel": 5000, "tor_network": 1, "password_spraying": 60,
            "account_age_days": null}, "thresholds": {"medium": 0.2, "high": 0.3}}""");

    assertThat(unchanged.path("then").path("score").asDouble())
        .isEqualTo(unchanged.path("now").path("score").asDouble());
    assertThat(unchanged.path("whatIf")).isEqualTo(unchanged.path("now"));
    assertThat(unchanged.path("now").path("action").asText()).isEqualTo("ALLOW");
    assertThat(edited.path("now").path("score")).isEqualTo(unchanged.path("now").path("score"));
    JsonNode verdict = edited.path("whatIf");
    assertThat(verdict.path("score").asDouble())
        .isGreaterThan(edited.path("then").path("score").asDouble());
    assertThat(verdict.path("level").asText()).isEqualTo("HIGH");
    assertThat(verdict.path("action").asText()).isEqualTo("DENY");
    assertThat(verdict.path("reasons").findValuesAsText("code")).contains("TOR_NETWORK");
    assertThat(verdict.path("model").asText()).isEqualTo("login");
    assertThat(edited.path("edited").path("tor_network").path("edited").asDouble()).isEqualTo(1);
    assertThat(edited.path("edited").path("account_age_days").path("edited").isNull()).isTrue();
    assertThat(edited.path("thresholds").path("high").asDouble()).isEqualTo(0.3);
    assertThat(decisions(stack)).isEqualTo(before);
  }

  @Test
  void whoeverAsksAtTheSameTimeIsToldTheSameAndNoEventTellsOfIt(FlowShieldStack stack)
      throws Exception {
    String path = decision(stack) + "/what-if";
    String before = stack.admin().get("/admin-events?max=1").toString();

    List<JsonNode> answers =
        AtOnce.times(4, () -> post(stack, path, "{\"features\": {\"tor_network\": 1}}"));

    assertThat(answers)
        .extracting(answer -> answer.path("whatIf"))
        .containsOnly(answers.get(0).path("whatIf"));
    assertThat(answers.get(0).path("whatIf").path("score").isNumber()).isTrue();
    assertThat(stack.admin().get("/admin-events?max=1")).hasToString(before);
  }

  @Test
  void aDecisionThatIsGoneIsNotFound(FlowShieldStack stack) throws Exception {
    String path = decision(stack);
    String id = path.substring(path.lastIndexOf('/') + 1);
    assertThat(post(stack, path + "/what-if", "{}").path("now").isObject()).isTrue();
    new KeycloakDatabase(stack.keycloak())
        .update("delete from FS_RISK_DECISION where ID = '" + id + "'");
    assertThat(refused(stack, path + "/what-if", "{}").status()).isEqualTo(404);
  }

  @Test
  void theDenyListIsObeyedInAWhatIf(FlowShieldStack stack) throws Exception {
    JsonNode answer =
        post(stack, decision(stack) + "/what-if", "{\"features\": {\"deny_listed\": 1}}");

    assertThat(answer.path("whatIf").path("action").asText()).isEqualTo("DENY");
    assertThat(answer.path("whatIf").path("reasons").get(0).path("code").asText())
        .isEqualTo("DENY_LISTED");
  }

  @Test
  void wrongQuestionsAreAnsweredWithWhatIsWrong(FlowShieldStack stack) throws Exception {
    String path = decision(stack) + "/what-if";

    AdminClient.Refused unknown = refused(stack, path, "{\"features\": {\"shoe_size\": 44}}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown).hasMessageContaining("\"unknown\":[\"shoe_size\"]");
    assertThat(unknown).hasMessageContaining("\"known\":[\"new_device\",");
    AdminClient.Refused outside = refused(stack, path, "{\"features\": {\"tor_network\": 2}}");
    assertThat(outside.status()).isEqualTo(400);
    assertThat(outside).hasMessageContaining("tor_network is a number from 0 to 1");
    for (String body :
        new String[] {
          "",
          "[]",
          "{\"feature\": {}}",
          "{\"features\": {\"tor_network\": \"NaN\"}}",
          "{\"thresholds\": {\"medium\": 1.5}}"
        }) {
      assertThat(refused(stack, path, body).status()).as(body).isEqualTo(400);
    }
    assertThat(refused(stack, "/decisions/none/what-if", "{}").status()).isEqualTo(404);
    for (String body :
        new String[] {
          "",
          "{\"days\": 0}",
          "{\"days\": 367}",
          "{\"days\": \"x\"}",
          "{\"maxDecisions\": 100001}",
          "{\"thresholds\": {\"high\": -1}}",
          "{\"hours\": 1}"
        }) {
      assertThat(refused(stack, "/backtest", body).status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void aBacktestCountsWhatOtherThresholdsWouldHaveDone(FlowShieldStack stack) throws Exception {
    decision(stack);
    decision(stack);

    JsonNode everybody =
        post(stack, "/backtest", "{\"days\": 1, \"thresholds\": {\"medium\": 0, \"high\": 1}}");
    JsonNode last = post(stack, "/backtest", "{\"days\": 1, \"maxDecisions\": 1}");

    JsonNode door = everybody.path("doors").path("BROWSER_LOGIN");
    long decisions = door.path("decisions").asLong();
    assertThat(decisions).isGreaterThanOrEqualTo(2);
    assertThat(everybody.path("cut").isNull()).isTrue();
    assertThat(sum(door.path("then").path("actions"))).isEqualTo(decisions);
    assertThat(sum(door.path("now").path("levels"))).isEqualTo(decisions);
    assertThat(door.path("now").path("levels").path("LOW").asLong()).isZero();
    assertThat(door.path("now").path("actions").path("ALLOW").asLong()).isZero();
    long moved = 0;
    for (JsonNode change : door.path("changes")) {
      assertThat(change.path("to").asText()).isEqualTo("CHALLENGE");
      if (change.path("from").asText().equals("ALLOW")) {
        moved = change.path("count").asLong();
      }
    }
    assertThat(moved).isEqualTo(door.path("then").path("actions").path("ALLOW").asLong());
    assertThat(last.path("cut").asText()).isEqualTo("ROWS");
    assertThat(last.path("decisions").asLong()).isEqualTo(1);
    assertThat(last.path("oldest").asText()).isGreaterThan(everybody.path("oldest").asText());
  }

  @Test
  void onlyWhoMayViewTheRealmAsks(FlowShieldStack stack) throws Exception {
    String whatIf = decision(stack) + "/what-if";
    Clerk clerk = new Clerk(stack).with("view-users");

    assertThat(clerk.status("POST", whatIf, "{}")).isEqualTo(403);
    assertThat(clerk.status("POST", "/backtest", "{}")).isEqualTo(403);
    clerk.with("view-realm");
    assertThat(clerk.status("POST", whatIf, "{}")).isEqualTo(200);
    assertThat(clerk.status("POST", "/backtest", "{\"days\": 1}")).isEqualTo(200);
  }

  /** Somebody signs in; returns the decision's path. */
  private static String decision(FlowShieldStack stack) throws Exception {
    String name = People.verified(stack);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(name, People.PASSWORD))).isTrue();
    }
    String user = stack.admin().user(name).orElseThrow().path("id").asText();
    JsonNode decisions = stack.admin().get("/flowshield/decisions?user=" + user);
    return "/decisions/" + decisions.get(0).path("id").asText();
  }

  private static JsonNode post(FlowShieldStack stack, String path, String body) throws Exception {
    return JSON.readTree(stack.admin().send("POST", "/flowshield" + path, body));
  }

  private static AdminClient.Refused refused(FlowShieldStack stack, String path, String body) {
    return catchThrowableOfType(AdminClient.Refused.class, () -> post(stack, path, body));
  }

  private static long decisions(FlowShieldStack stack) throws Exception {
    return new KeycloakDatabase(stack.keycloak()).count("select count(*) from FS_RISK_DECISION");
  }

  private static long sum(JsonNode counts) {
    long sum = 0;
    for (JsonNode count : counts) {
      sum += count.asLong();
    }
    return sum;
  }
}
