package io.flowshield.tests.policy;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.AtOnce;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The threshold follows the scores of those who signed in, and of nobody else. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C9")
class ChallengeBudgetIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BUDGET = "flowshield.login.challengeBudget";
  private static final String CODE_FORM = "form#flowshield-code-form";
  private static final int LOGINS = 2_000;

  @Test
  void theThresholdFollowsStoredAndNewLoginsAndNoRefusedOnes(FlowShieldStack stack)
      throws Exception {
    assertThat(budget(stack).path("state").asText()).isEqualTo("OFF");
    assertThat(policy(stack).path("effective")).isEqualTo(policy(stack).path("set"));
    store(stack);
    try {
      set(stack, Map.of(BUDGET, "0.1"));
      JsonNode seeded =
          eventually(
              "the stored logins are counted",
              () -> budget(stack),
              budget -> budget.path("logins").asDouble() > LOGINS - 1);
      assertThat(seeded.path("state").asText()).isEqualTo("FOLLOWING");
      assertThat(seeded.path("share").asDouble()).isEqualTo(0.1);
      JsonNode backtest =
          JSON.readTree(
              stack
                  .admin()
                  .send("POST", "/flowshield/backtest", "{\"days\": 1, \"challengeBudget\": 0.1}"));
      assertThat(backtest.path("thresholds").path("medium").asDouble())
          .isCloseTo(threshold(stack), within(0.02));
      JsonNode settled = policy(stack);
      // nine tenths of 0 to 0.2, unless other tests have left many suspicious logins
      assertThat(settled.path("effective").path("medium").asDouble())
          .isBetween(0.16, 0.59)
          .isEqualTo(settled.path("challengeBudget").path("wanted").asDouble());

      double before = settled.path("challengeBudget").path("logins").asDouble();
      String refused = People.verified(stack);
      try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
        for (int i = 0; i < 5; i++) {
          People.visitor(stack).signIn(refused, People.PASSWORD);
          People.visitor(stack).signIn(refused, "a-wrong-password");
        }
      }
      String user = People.verified(stack);
      set(
          stack,
          Map.of(
              "flowshield.login.challengeBudgetFloor",
              "1",
              "flowshield.login.challengeBudgetCeiling",
              "1",
              "flowshield.login.highThreshold",
              "1"));
      assertThat(budget(stack).path("state").asText()).isEqualTo("AT_FLOOR");
      assertThat(threshold(stack)).isEqualTo(1);
      for (int i = 0; i < 3; i++) {
        assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD))).isTrue();
      }
      JsonNode after =
          eventually(
              "the completed login is counted",
              () -> budget(stack),
              budget -> budget.path("logins").asDouble() > before + 0.5);
      assertThat(after.path("logins").asDouble())
          .as("one user within one hour, and nobody who was refused")
          .isCloseTo(before + 1, within(0.4));
    } finally {
      withoutBudget(stack);
      new KeycloakDatabase(stack.keycloak())
          .update("delete from FS_RISK_DECISION where ID like 'budget-%'");
    }
    assertThat(budget(stack).path("state").asText()).isEqualTo("OFF");
  }

  @Test
  void aBudgetThatIsNoneCountsAsNoneAndTheLinterNamesIt(FlowShieldStack stack) throws Exception {
    try {
      for (String wrong : new String[] {"much", "-0.1", "1.5", "NaN"}) {
        set(stack, Map.of(BUDGET, wrong));
        assertThat(budget(stack).path("state").asText()).as(wrong).isEqualTo("OFF");
        assertThat(policy(stack).path("effective")).isEqualTo(policy(stack).path("set"));
        assertThat(stack.admin().get("/flowshield/lint").toString()).as(wrong).contains(BUDGET);
      }
    } finally {
      set(stack, Map.of(BUDGET, ""));
    }
    assertThat(stack.admin().get("/flowshield/lint").toString()).doesNotContain(BUDGET);
  }

  /** Floor and ceiling of 0 put the threshold where the budget asks everybody. */
  @Test
  void theBudgetsThresholdChallengesBrowsersAtOnceAndRefusesGrants(FlowShieldStack stack)
      throws Exception {
    List<String> users = List.of(People.verified(stack), People.verified(stack));
    try {
      set(
          stack,
          Map.of(
              BUDGET,
              "0.5",
              "flowshield.login.challengeBudgetFloor",
              "0",
              "flowshield.login.challengeBudgetCeiling",
              "0",
              "flowshield.login.highThreshold",
              "1"));
      assertThat(threshold(stack)).isZero();
      List<Callable<Page>> logins = new ArrayList<>();
      users.forEach(user -> logins.add(() -> People.visitor(stack).signIn(user, People.PASSWORD)));
      List<Page> pages = AtOnce.all(logins);
      for (int i = 0; i < users.size(); i++) {
        assertThat(pages.get(i).has(CODE_FORM)).as(pages.get(i).toString()).isTrue();
        String code =
            stack
                .mail()
                .await(People.email(users.get(i)), 1, Duration.ofSeconds(60))
                .code()
                .orElseThrow();
        Page in = pages.get(i).submit(CODE_FORM, Map.of("code", code));
        assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
        String id = stack.admin().user(users.get(i)).orElseThrow().path("id").asText();
        assertThat(stack.admin().get("/events?type=LOGIN&user=" + id)).hasSize(1);
        JsonNode judged = stack.admin().get("/flowshield/decisions?user=" + id);
        assertThat(judged.findValuesAsText("action")).containsExactly("CHALLENGE");
      }
      HttpResponse<String> refused = People.grant(stack, users.get(0), People.PASSWORD);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).isEqualTo(People.grant(stack, users.get(0), "not-it").body());
    } finally {
      withoutBudget(stack);
    }
  }

  @Test
  void thePolicyIsShownToWhoMayViewTheRealm(FlowShieldStack stack) throws Exception {
    Clerk clerk = new Clerk(stack).with("view-users");
    assertThat(clerk.status("GET", "/policy", "")).isEqualTo(403);
    clerk.with("view-realm");
    assertThat(clerk.status("GET", "/policy", "")).isEqualTo(200);
  }

  /** Completed logins of as many people, with scores from 0 to 0.2. */
  private static void store(FlowShieldStack stack) throws Exception {
    String realm = stack.admin().get("").path("id").asText();
    long now = Instant.now().toEpochMilli();
    try (Connection connection = new KeycloakDatabase(stack.keycloak()).open();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into FS_RISK_DECISION (ID, REALM_ID, USER_ID, TAKEN_MS, DOOR, SCORE,"
                    + " RISK_LEVEL, RISK_ACTION, REPORT_ONLY, REASONS, MODEL, MODEL_VERSION,"
                    + " FEATURE_SCHEMA, LATENCY_MICROS, COMPLETED_MS) values (?, ?, ?, ?,"
                    + " 'BROWSER_LOGIN', ?, 'LOW', 'ALLOW', false, '[]', 'login', '2', 'login-v2',"
                    + " 1, ?)")) {
      for (int i = 0; i < LOGINS; i++) {
        insert.setString(1, "budget-" + i);
        insert.setString(2, realm);
        insert.setString(3, "budget-" + i);
        insert.setLong(4, now);
        insert.setDouble(5, 0.2 * i / LOGINS);
        insert.setLong(6, now);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static JsonNode policy(FlowShieldStack stack) throws Exception {
    return stack.admin().get("/flowshield/policy");
  }

  private static JsonNode budget(FlowShieldStack stack) throws Exception {
    return policy(stack).path("challengeBudget");
  }

  private static double threshold(FlowShieldStack stack) throws Exception {
    return policy(stack).path("effective").path("medium").asDouble();
  }

  private static void withoutBudget(FlowShieldStack stack) throws Exception {
    set(
        stack,
        Map.of(
            BUDGET,
            "",
            "flowshield.login.challengeBudgetFloor",
            "",
            "flowshield.login.challengeBudgetCeiling",
            "",
            "flowshield.login.highThreshold",
            "0.85"));
  }

  private static void set(FlowShieldStack stack, Map<String, String> attributes) throws Exception {
    ObjectNode realm = (ObjectNode) stack.admin().get("");
    attributes.forEach(realm.withObject("/attributes")::put);
    stack.admin().send("PUT", "", realm.toString());
  }
}
