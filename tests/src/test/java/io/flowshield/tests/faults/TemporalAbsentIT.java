package io.flowshield.tests.faults;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.DemoNetworks;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.OwnStack;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Keycloak without Temporal: none at the start, and a server that is killed later ({@code kill
 * -9}). What takes its place on the same port may have no history (the Java test server keeps
 * none), only Keycloak's waiting rows, which is all that the second saga needs. Sagas that were
 * under way are the subject of {@code ServerKilledIT}.
 */
@Tag("D1")
class TemporalAbsentIT {

  @Test
  void registrationsAndLoginsGoOnWithoutTemporalAndTheSagasRunWhenItIsThere() throws Exception {
    try (FlowShieldStack stack = OwnStack.in("temporal-absent").withoutTemporal().start()) {
      try {
        Visitor.Applicant first = register(stack, "absent");
        logIn(stack, "alice");
        assertThat(waiting(stack, first)).isEqualTo(1);

        stack.temporal().start();
        stack.worker().start();
        finish(stack, first);

        stack.temporal().kill();
        Visitor.Applicant second = register(stack, "killed");
        logIn(stack, "bob");
        assertThat(waiting(stack, second)).isEqualTo(1);

        stack.temporal().start();
        finish(stack, second);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("TemporalAbsentIT", stack);
        throw e;
      }
    }
  }

  private static Visitor.Applicant register(FlowShieldStack stack, String word) throws Exception {
    Visitor.Applicant applicant = Applicants.named(word);
    stack.visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX).register(applicant);
    assertThat(stack.admin().user(applicant.username())).isPresent();
    return applicant;
  }

  private static void logIn(FlowShieldStack stack, String username) throws Exception {
    BrowserDriver.Page page =
        stack
            .visitor(DemoNetworks.BERLIN_OFFICE, BrowserDriver.FIREFOX)
            .signIn(username, "flowshield-demo");
    assertThat(Visitor.signedIn(page)).as(page.toString()).isTrue();
  }

  private static long waiting(FlowShieldStack stack, Visitor.Applicant applicant) throws Exception {
    return new KeycloakDatabase(stack.keycloak())
        .count(
            "select count(*) from FS_OUTBOX where USER_ID = ? and DONE_MS is null",
            stack.admin().user(applicant.username()).orElseThrow().path("id").asText());
  }

  private static void finish(FlowShieldStack stack, Visitor.Applicant applicant) throws Exception {
    String userId = stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
    stack
        .visitor(DemoNetworks.BERLIN, BrowserDriver.FIREFOX)
        .confirm(stack.mail().await(applicant.email(), 1, Duration.ofSeconds(120)));
    eventually(
        "the saga's end",
        () -> stack.admin().get("/flowshield/sagas/" + userId).path("phase").asText(),
        "FINALISED"::equals);
    assertThat(stack.scim().findByExternalId(userId)).isPresent();
  }
}
