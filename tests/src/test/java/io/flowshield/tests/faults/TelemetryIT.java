package io.flowshield.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a browser sends, or does not, in the telemetry field. */
@ExtendWith(FlowShieldExtension.class)
@Tag("A3")
@Tag("A12")
class TelemetryIT {
  private static int person;

  @Test
  void aLoginWithoutTelemetrySucceedsAndIsCountedAsSuch(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "TELEMETRY_ABSENT");

    BrowserDriver.Page page = someone.visitor().signInWithoutScript(someone.name(), PASSWORD);

    assertSignedIn(page);
    assertThat(counter(stack, "TELEMETRY_ABSENT")).isEqualTo(before + 1);
  }

  @Test
  void garbageCountsAsAbsentAndIsCountedAsInvalid(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "TELEMETRY_INVALID");

    assertSignedIn(someone.visitor().signIn(someone.name(), PASSWORD, "{\"v\":1,\"f\":[[[\u0000"));

    assertThat(counter(stack, "TELEMETRY_INVALID")).isEqualTo(before + 1);
  }

  @Test
  void aValueLongerThanTheLimitCountsAsInvalid(FlowShieldStack stack) throws Exception {
    Person someone = newPerson(stack);
    long before = counter(stack, "TELEMETRY_INVALID");

    assertSignedIn(someone.visitor().signIn(someone.name(), PASSWORD, "x".repeat(9_000)));

    assertThat(counter(stack, "TELEMETRY_INVALID")).isEqualTo(before + 1);
  }

  @Test
  void tenMegabytesAreRefusedByKeycloakItselfAndHurtNobodyElse(FlowShieldStack stack)
      throws Exception {
    Person someone = newPerson(stack);

    BrowserDriver.Page page =
        someone.visitor().signIn(someone.name(), PASSWORD, "x".repeat(10 * 1024 * 1024));

    assertThat(page.status()).isGreaterThanOrEqualTo(400);
    assertThat(Visitor.signedIn(page)).isFalse();
    Person next = newPerson(stack);
    assertSignedIn(next.visitor().signIn(next.name(), PASSWORD));
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
    JsonNode counters = stack.admin().get("/flowshield/health").path("counters");
    return counters.path(name).asLong();
  }
}
