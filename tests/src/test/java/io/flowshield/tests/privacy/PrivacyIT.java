package io.flowshield.tests.privacy;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.BrowserDriver.Page;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What must be found nowhere after somebody has registered and signed in. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C15")
class PrivacyIT {
  /** Of a network of its own, so that nobody else's burst holds the registration up. */
  private static final String ADDRESS = "198.18.77.203";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @Test
  void neitherMailAddressNorNamePasswordOrNetworkAddressIsWrittenAnywhere(FlowShieldStack stack)
      throws Exception {
    Visitor.Applicant person = Applicants.named("private");
    Visitor visitor = stack.visitor(ADDRESS, BrowserDriver.FIREFOX);
    String id = register(stack, visitor, person);
    signInChallenged(stack, visitor.later(), person);
    eventually(
        "the login is learnt",
        () -> Traces.inTables(stack, id),
        tables -> tables.contains("FS_USER_PROFILE.USER_ID"));
    String workflow = stack.admin().get("/flowshield/sagas/" + id).path("workflowId").asText();

    for (String secret :
        new String[] {person.email(), person.username(), person.password(), ADDRESS}) {
      assertThat(Traces.inTables(stack, secret)).as("tables with %s", secret).isEmpty();
      assertThat(Traces.inLogs(stack, secret)).as("lines with %s", secret).isEmpty();
      assertThat(Traces.inHistories(stack, workflow, secret))
          .as("history events with %s", secret)
          .isEmpty();
      assertThat(Traces.inEvents(stack, id, secret)).as("events with %s", secret).isEmpty();
    }
    // The same search does find what is there.
    assertThat(Traces.inTables(stack, id))
        .contains(
            "FS_RISK_DECISION.USER_ID",
            "FS_OUTBOX.USER_ID",
            "FS_SAGA_VIEW.USER_ID",
            "FS_USER_PROFILE.USER_ID");
    assertThat(Traces.inTables(stack, "198.18.77.0/24")).contains("FS_RISK_DECISION.NETWORK");
    assertThat(Traces.inTables(stack, "\"userAgents\"")).contains("FS_USER_PROFILE.PROFILE");
    assertThat(Traces.inLogs(stack, "worker ready")).isNotEmpty();
    assertThat(Traces.inLogs(stack, "Listening on")).isNotEmpty();
    assertThat(Traces.inHistories(stack, workflow, id)).isNotEmpty();
    assertThat(Traces.histories(stack, workflow)).hasSizeGreaterThanOrEqualTo(4);
    assertThat(Traces.inEvents(stack, id, decision(stack, id))).isNotEmpty();
  }

  private static String register(FlowShieldStack stack, Visitor visitor, Visitor.Applicant person)
      throws Exception {
    visitor.register(person);
    String id = stack.admin().user(person.username()).orElseThrow().path("id").asText();
    visitor.confirm(stack.mail().await(person.email(), 1, PATIENCE));
    eventually(
        "FINALISED",
        () -> stack.admin().get("/flowshield/sagas/" + id),
        saga -> saga.path("phase").asText().equals("FINALISED"));
    return id;
  }

  /** One login refused, one challenged: both paths write more than a smooth one. */
  private static void signInChallenged(
      FlowShieldStack stack, Visitor visitor, Visitor.Applicant person) throws Exception {
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      visitor.signIn(person.username(), person.password());
    }
    try (RealmRisk medium = RealmRisk.everyLoginMedium(stack.admin())) {
      int mails = stack.mail().mailsTo(person.email()).size();
      Page asked = visitor.later().signIn(person.email(), person.password());
      String code = stack.mail().await(person.email(), mails + 1, PATIENCE).code().orElseThrow();
      Page in = asked.submit("form#flowshield-code-form", Map.of("code", code));
      assertThat(Visitor.signedIn(in)).as(in.toString()).isTrue();
    }
  }

  /** The decision of the refused login, which its event names. */
  private static String decision(FlowShieldStack stack, String user) throws Exception {
    JsonNode decisions = stack.admin().get("/flowshield/decisions?level=HIGH&user=" + user);
    return decisions.path(0).path("id").asText();
  }
}
