package io.flowshield.tests.faults;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Ports;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.OwnStack;
import io.flowshield.tests.stack.TcpProxy;
import io.flowshield.workflow.WorkflowIds;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of Keycloak at the two moments at which a relay can lose or double a row. */
@Tag("D1")
class KeycloakKilledIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Test
  void aKillBetweenCommitAndRelayAndOneBeforeTheRowIsMarkedLeaveOneSagaOneAccountOneMail()
      throws Exception {
    int temporalPort = Ports.free();
    try (TcpProxy proxy = new TcpProxy(temporalPort);
        FlowShieldStack stack =
            OwnStack.in("keycloak-killed")
                .temporalPort(temporalPort)
                .relayTarget(proxy.address())
                .start()) {
      try {
        killBetweenCommitAndRelay(stack, proxy);
        killBeforeTheRowIsMarked(stack, proxy);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("KeycloakKilledIT", stack);
        throw e;
      }
    }
  }

  private static void killBetweenCommitAndRelay(FlowShieldStack stack, TcpProxy proxy)
      throws Exception {
    proxy.set(TcpProxy.Mode.CUT);
    Visitor.Applicant applicant = Applicants.named("before-relay");
    stack.visitor("192.0.2.71", BrowserDriver.FIREFOX).register(applicant);
    String userId = userId(stack, applicant);
    String workflow = workflow(stack, userId);
    assertThat(open(stack, userId)).isEqualTo(1);
    assertThat(stack.temporal().describe(workflow)).isEmpty();

    stack.keycloak().kill();
    proxy.set(TcpProxy.Mode.FORWARD);
    stack.keycloak().start();

    exactlyOne(stack, applicant, userId, workflow);
  }

  private static void killBeforeTheRowIsMarked(FlowShieldStack stack, TcpProxy proxy)
      throws Exception {
    proxy.set(TcpProxy.Mode.SWALLOW_ANSWERS);
    Visitor.Applicant applicant = Applicants.named("before-mark");
    stack.visitor("192.0.2.72", BrowserDriver.FIREFOX).register(applicant);
    String userId = userId(stack, applicant);
    String workflow = workflow(stack, userId);
    eventually(
        "Temporal has accepted the start",
        () -> stack.temporal().describe(workflow),
        described -> described.isPresent());
    assertThat(open(stack, userId)).isEqualTo(1);

    stack.keycloak().kill();
    proxy.set(TcpProxy.Mode.FORWARD);
    stack.keycloak().start();

    exactlyOne(stack, applicant, userId, workflow);
  }

  private static void exactlyOne(
      FlowShieldStack stack, Visitor.Applicant applicant, String userId, String workflow)
      throws Exception {
    stack
        .visitor("192.0.2.73", BrowserDriver.FIREFOX)
        .confirm(stack.mail().await(applicant.email(), 1, PATIENCE));
    eventually(
        "the saga's end",
        () -> stack.admin().get("/flowshield/sagas/" + userId).path("phase").asText(),
        "FINALISED"::equals);
    eventually("every row is marked", () -> open(stack, userId), open -> open == 0);
    assertThat(stack.temporal().client().fetchHistory(workflow).getEvents())
        .filteredOn(event -> event.hasWorkflowExecutionStartedEventAttributes())
        .singleElement()
        .satisfies(
            event ->
                assertThat(
                        event.getWorkflowExecutionStartedEventAttributes().getFirstExecutionRunId())
                    .isEqualTo(
                        event
                            .getWorkflowExecutionStartedEventAttributes()
                            .getOriginalExecutionRunId()));
    assertThat(
            new KeycloakDatabase(stack.keycloak())
                .count("select count(*) from USER_ENTITY where EMAIL = ?", applicant.email()))
        .isEqualTo(1);
    assertThat(stack.scim().count(userId)).isEqualTo(1);
    assertThat(stack.webhook().count("user.provision", userId)).isEqualTo(1);
    assertThat(stack.mail().mailsTo(applicant.email())).hasSize(1);
  }

  private static long open(FlowShieldStack stack, String userId) throws Exception {
    return new KeycloakDatabase(stack.keycloak())
        .count("select count(*) from FS_OUTBOX where USER_ID = ? and DONE_MS is null", userId);
  }

  private static String userId(FlowShieldStack stack, Visitor.Applicant applicant)
      throws Exception {
    return stack.admin().user(applicant.username()).orElseThrow().path("id").asText();
  }

  private static String workflow(FlowShieldStack stack, String userId) throws Exception {
    return WorkflowIds.registration(stack.admin().get("").path("id").asText(), userId);
  }
}
