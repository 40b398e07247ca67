package io.flowshield.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser sends, or does not, in the telemetry field. */
@ExtendWith(FlowShieldExtension.class)
@Tag("A3")
@Tag("A12")
class TelemetryIT {
  /** Characters of one form field that Keycloak takes: quarkus.http.limits in its own settings. */
  private static final int KEYCLOAK_LIMIT = 131_072;

  private static int person;

  @Test
  void aLoginWithoutTelemetrySucceedsAndIsCountedAsSuch(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "telemetry_absent");

    BrowserDriver.Page page = someone.visitor().signInWithoutScript(someone.name(), PASSWORD);

    assertSignedIn(page);
    assertThat(counter(stack, "telemetry_absent")).isEqualTo(before + 1);
  }

  @Test
  void garbageCountsAsAbsentAndIsCountedAsInvalid(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "telemetry_invalid");

    assertSignedIn(someone.visitor().signIn(someone.name(), PASSWORD, "{\"v\":1,\"f\":[[[\u0000"));

    assertThat(counter(stack, "telemetry_invalid")).isEqualTo(before + 1);
  }

  @Test
  void aValueLongerThanTheLimitCountsAsInvalid(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "telemetry_invalid");

    assertSignedIn(someone.visitor().signIn(someone.name(), PASSWORD, "x".repeat(9_000)));

    assertThat(counter(stack, "telemetry_invalid")).isEqualTo(before + 1);
  }

  @Test
  void theLongestValueThatKeycloakTakesCountsAsInvalid(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "telemetry_invalid");

    assertSignedIn(someone.visitor().signIn(someone.name(), PASSWORD, "x".repeat(KEYCLOAK_LIMIT)));

    assertThat(counter(stack, "telemetry_invalid")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {KEYCLOAK_LIMIT + 1, 9_000_000, 10 * 1024 * 1024})
  void longerOnesAreRefusedByKeycloakItselfAndHurtNobodyElse(int length, FlowShieldStack stack)
      throws Exception {
    Person someone = newPerson(stack);
    Person next = newPerson(stack);
    Map<String, Long> before = counters(stack);
    long refused = tooLarge(stack);

    BrowserDriver.Page page =
        someone.visitor().signIn(someone.name(), PASSWORD, "x".repeat(length));

    assertThat(page.status()).as(page.toString()).isEqualTo(413);
    assertThat(Visitor.signedIn(page)).isFalse();
    assertThat(counters(stack)).as("nothing of it reached us").isEqualTo(before);
    assertThat(tooLarge(stack)).as("Keycloak's metrics count it").isEqualTo(refused + 1);
    assertSignedIn(next.visitor().signIn(next.name(), PASSWORD));
    assertSignedIn(someone.visitor().signIn(someone.name(), PASSWORD));
  }

  private static final String PASSWORD = Applicants.PASSWORD;

  private record Person(String name, Visitor visitor) {}

  private static synchronized Person newPerson(FlowShieldStack stack) throws Exception {
    String name = Applicants.named("typist").username();
    stack.admin().createUser(name, name + "@example.org", PASSWORD);
    person++;
    return new Person(name, stack.visitor("192.0.2." + (60 + person), BrowserDriver.FIREFOX));
  }

  /** A first login may be challenged; what must not happen is an error or a refusal. */
  private static void assertSignedIn(BrowserDriver.Page page) {
    assertThat(Visitor.signedIn(page) || page.has("form#flowshield-code-form"))
        .as(page.toString())
        .isTrue();
  }

  private static long counter(FlowShieldStack stack, String name) throws Exception {
    Long health = counters(stack).get(name);
    assertThat(health).as("/health counts %s", name).isNotNull();
    String metric = "flowshield_" + name + "_total";
    long scraped = sum(stack, line -> line.startsWith(metric));
    assertThat(scraped).as("/metrics tells %s as /health does", metric).isEqualTo(health);
    return health;
  }

  private static long tooLarge(FlowShieldStack stack) throws Exception {
    return sum(
        stack,
        line ->
            line.startsWith("http_server_requests_seconds_count{")
                && line.contains("status=\"413\""));
  }

  /** Sum of the values of those lines of the metrics. */
  private static long sum(FlowShieldStack stack, Predicate<String> wanted) throws Exception {
    return stack
        .keycloak()
        .metrics()
        .lines()
        .filter(wanted)
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static Map<String, Long> counters(FlowShieldStack stack) throws Exception {
    Map<String, Long> counters = new TreeMap<>();
    stack
        .admin()
        .get("/flowshield/health")
        .path("counters")
        .fields()
        .forEachRemaining(counter -> counters.put(counter.getKey(), counter.getValue().asLong()));
    return counters;
  }
}
