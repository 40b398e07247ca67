package io.flowshield.tests.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.AtOnce;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A jar in Keycloak's providers/ adds a signal; a bad one harms nobody. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C16")
class CustomSignalIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String WEIGHTS = "flowshield.customSignals";
  private static final String CODE = "CUSTOM_OUTSIDE_OFFICE_HOURS";
  private static final String FEATURE = "custom_outside_office_hours";

  private AdminClient admin;
  private JsonNode profile;

  @BeforeEach
  void usersMayHaveAttributes(FlowShieldStack stack) throws Exception {
    admin = stack.admin();
    profile = admin.get("/users/profile");
    ObjectNode open = profile.deepCopy();
    admin.send(
        "PUT", "/users/profile", open.put("unmanagedAttributePolicy", "ADMIN_EDIT").toString());
  }

  @AfterEach
  void asBefore() throws Exception {
    weights("");
    admin.send("PUT", "/users/profile", profile.toString());
  }

  @Test
  void theExampleIsRecordedFirstAndRaisesTheScoreOnceItHasAWeight(FlowShieldStack stack)
      throws Exception {
    String user = userWith(stack, "officeHours", officeHoursFarFromNow());
    signIn(stack, user);
    JsonNode recorded = decision(user);
    assertThat(recorded.path("features").path(FEATURE).asDouble(-1)).isEqualTo(1);
    assertThat(codes(recorded)).doesNotContain(CODE);

    JsonNode tried = whatIf(recorded, "{\"customWeights\": {\"outside-office-hours\": 1.5}}");
    assertThat(tried.path("now").path("score")).isEqualTo(tried.path("then").path("score"));
    assertThat(moved(tried, "now", "whatIf")).isCloseTo(1.5, within(0.01));
    assertThat(codes(tried.path("whatIf"))).contains(CODE);

    weights("outside-office-hours=2.5");
    signIn(stack, user);
    JsonNode raised = decision(user);
    assertThat(codes(raised)).contains(CODE);
    JsonNode without = whatIf(raised, "{\"features\": {\"" + FEATURE + "\": 0}}");
    assertThat(moved(without, "whatIf", "then")).isCloseTo(2.5, within(0.01));
    assertThat(codes(without.path("whatIf"))).doesNotContain(CODE);

    JsonNode listed = find("/flowshield/custom-signals", "id", "outside-office-hours");
    assertThat(listed.path("weight").asDouble()).isEqualTo(2.5);
    assertThat(listed.path("text").asText()).contains("office hours");
    JsonNode health = find("/flowshield/signals?atLeast=1", "signal", FEATURE);
    assertThat(health.path("schema").asText()).isEqualTo("custom");
    assertThat(health.path("fired").asLong()).isGreaterThanOrEqualTo(2);
    assertThat(health.path("failed").asLong()).isZero();
  }

  @Test
  void aSignalThatThrowsHangsOrAnswersNonsenseHarmsNobodyAndIsLeftAloneForAWhile(
      FlowShieldStack stack) throws Exception {
    weights("unruly=3");
    for (String what : List.of("throws", "huge", "sleeps", "sleeps", "sleeps", "sleeps")) {
      String user = userWith(stack, UnrulySignal.ATTRIBUTE, what);
      long start = System.nanoTime();
      signIn(stack, user);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as(what)
          .isLessThan(Duration.ofMillis(UnrulySignal.SLEEP_MILLIS / 2));
      JsonNode decision = decision(user);
      assertThat(decision.path("features").path("custom_unruly").isNull()).as(what).isTrue();
      assertThat(codes(decision)).as(what).doesNotContain("CUSTOM_UNRULY");
      assertThat(decision.path("model").asText()).as(what).isEqualTo("login");
    }

    JsonNode state = find("/flowshield/custom-signals", "id", "unruly");
    JsonNode failures = state.path("failures");
    assertThat(state.path("paused").asBoolean()).isTrue();
    assertThat(failures.path("THREW").asLong()).isEqualTo(1);
    assertThat(failures.path("INVALID").asLong()).isEqualTo(1);
    assertThat(failures.path("SLOW").asLong()).isEqualTo(3);
    assertThat(failures.path("PAUSED").asLong()).isEqualTo(1);
    JsonNode health = find("/flowshield/signals?atLeast=1", "signal", "custom_unruly");
    assertThat(health.path("state").asText()).isEqualTo("FAILING");
    assertThat(admin.get("/flowshield/health").path("faultySignals").toString())
        .contains("custom/custom_unruly");
    assertThat(find("/flowshield/custom-signals", "id", "outside-office-hours").path("paused"))
        .as("the others are heard")
        .isEqualTo(JSON.getNodeFactory().booleanNode(false));
  }

  @Test
  void loginsAtOnceAreEachJudgedByTheirOwnFactsAndTheEventTellsNone(FlowShieldStack stack)
      throws Exception {
    weights("outside-office-hours=2.5");
    String hours = officeHoursFarFromNow();
    List<String> users = new ArrayList<>();
    List<Callable<Page>> logins = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String user = i % 2 == 0 ? People.verified(stack) : userWith(stack, "officeHours", hours);
      users.add(user);
      logins.add(() -> People.visitor(stack).signIn(user, People.PASSWORD));
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(AtOnce.all(logins)).allMatch(Visitor::signedIn);
    }
    for (int i = 0; i < users.size(); i++) {
      assertThat(codes(decision(users.get(i))).contains(CODE))
          .as("login " + i)
          .isEqualTo(i % 2 == 1);
      String id = admin.user(users.get(i)).orElseThrow().path("id").asText();
      JsonNode events = admin.get("/events?user=" + id);
      assertThat(events.findValuesAsText("type")).contains("LOGIN");
      assertThat(events.toString()).doesNotContain(hours);
    }
  }

  @Test
  void aWeightThatIsNoneIsRefusedOrTold(FlowShieldStack stack) throws Exception {
    weights("outside-office-hours=99");
    String user = userWith(stack, "officeHours", officeHoursFarFromNow());
    signIn(stack, user);
    JsonNode decision = decision(user);
    assertThat(codes(decision)).doesNotContain(CODE);
    assertThat(admin.get("/flowshield/lint").toString()).contains(WEIGHTS);
    AdminClient.Refused refused =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            AdminClient.Refused.class,
            () -> whatIf(decision, "{\"customWeights\": {\"unruly\": 3.5}}"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused).hasMessageContaining("customWeights.unruly is a number from 0 to 3");
  }

  /** An hour that is far from now, whatever the day. */
  private static String officeHoursFarFromNow() {
    DateTimeFormatter format = DateTimeFormatter.ofPattern("HH:mm");
    LocalTime now = LocalTime.now(ZoneOffset.UTC);
    return format.format(now.plusHours(10)) + "-" + format.format(now.plusHours(11)) + " UTC";
  }

  private static String userWith(FlowShieldStack stack, String attribute, String value)
      throws Exception {
    String name = People.verified(stack);
    ObjectNode user = (ObjectNode) stack.admin().user(name).orElseThrow();
    user.withObject("/attributes").putArray(attribute).add(value);
    stack.admin().send("PUT", "/users/" + user.path("id").asText(), user.toString());
    return name;
  }

  private static void signIn(FlowShieldStack stack, String user) throws Exception {
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      assertThat(Visitor.signedIn(People.visitor(stack).signIn(user, People.PASSWORD)))
          .as(user)
          .isTrue();
    }
  }

  private void weights(String text) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    realm.withObject("/attributes").put(WEIGHTS, text);
    admin.send("PUT", "", realm.toString());
  }

  /** The newest decision about a user, in full. */
  private JsonNode decision(String name) throws Exception {
    String user = admin.user(name).orElseThrow().path("id").asText();
    JsonNode newest = admin.get("/flowshield/decisions?user=" + user).get(0);
    return admin.get("/flowshield/decisions/" + newest.path("id").asText());
  }

  private JsonNode whatIf(JsonNode decision, String body) throws Exception {
    return JSON.readTree(
        admin.send(
            "POST", "/flowshield/decisions/" + decision.path("id").asText() + "/what-if", body));
  }

  private JsonNode find(String path, String key, String value) throws Exception {
    for (JsonNode found : admin.get(path)) {
      if (found.path(key).asText().equals(value)) {
        return found;
      }
    }
    throw new AssertionError("no " + value + " at " + path);
  }

  private static List<String> codes(JsonNode decision) {
    return new ArrayList<>(decision.path("reasons").findValuesAsText("code"));
  }

  /** By how much the log-odds of a verdict lie above another's. */
  private static double moved(JsonNode answer, String from, String to) {
    return logOdds(answer.path(to)) - logOdds(answer.path(from));
  }

  private static double logOdds(JsonNode verdict) {
    double score = verdict.path("score").asDouble();
    return Math.log(score / (1 - score));
  }
}
