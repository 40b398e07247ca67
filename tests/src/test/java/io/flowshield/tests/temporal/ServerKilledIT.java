package io.flowshield.tests.temporal;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.TemporalProcess;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} of Temporal's own server in the middle of sagas, and its restart with the same
 * database. Worker and relay are left alone: they find it again by themselves.
 */
@ExtendWith({NeedsTemporalServer.class, FlowShieldExtension.class})
@Tag("D1")
class ServerKilledIT {

  @Test
  void whatWaitedForAClickAndWhatHappenedMeanwhileGoesOnAfterTheRestart(FlowShieldStack stack)
      throws Exception {
    Newcomer waiting = Newcomer.register(stack, "restart-waiting", Neighbourhoods.newHome());
    MailCatcher.Mail mail = waiting.mail();
    waiting.await("AWAITING_EMAIL");

    stack.temporal().kill();
    waiting.confirm(mail);
    Newcomer meanwhile = Newcomer.register(stack, "restart-meanwhile", Neighbourhoods.newHome());
    assertThat(waiting.waiting()).isEqualTo(1);
    assertThat(meanwhile.waiting()).isEqualTo(1);
    Instant up = restart(stack);
    tell("the worker polls again", up, awaitPolls(stack));

    waiting.await("FINALISED");
    tell("the saga that waited has ended", up, Instant.now());
    meanwhile.confirm(meanwhile.mail());
    tell("the mail of the registration made meanwhile is there", up, Instant.now());
    waiting.finishedOnce();
    meanwhile.finishedOnce();
    endedOnce(stack, waiting);
    endedOnce(stack, meanwhile);
  }

  @Test
  void aSagaWhoseServicesWereBeingProvisionedIsNeitherLostNorDoubled(FlowShieldStack stack)
      throws Exception {
    Newcomer provisioning =
        Newcomer.register(stack, "restart-provisioning", Neighbourhoods.newHome());
    MailCatcher.Mail mail = provisioning.mail();
    ScimApplication scim = stack.scim();
    scim.setSlowness(Duration.ofSeconds(5));
    try {
      provisioning.confirm(mail);
      eventually("the service is creating the account", scim::creating, creating -> creating);
      stack.temporal().kill();
    } finally {
      scim.setSlowness(Duration.ZERO);
    }
    // The worker cannot tell Temporal that it is done, only that the account is there.
    eventually("the account", () -> scim.count(provisioning.userId()), count -> count == 1);
    Instant up = restart(stack);

    provisioning.await("FINALISED");
    tell("the saga that was provisioning has ended", up, Instant.now());
    provisioning.finishedOnce();
    endedOnce(stack, provisioning);
  }

  private static Instant restart(FlowShieldStack stack) throws Exception {
    Instant begun = Instant.now();
    stack.temporal().start();
    Instant up = Instant.now();
    tell("Temporal serves again", begun, up);
    return up;
  }

  /** A server that has just started knows no polls but those since then. */
  private static Instant awaitPolls(FlowShieldStack stack) throws Exception {
    eventually("the worker polls", () -> pollers(stack), pollers -> !pollers.isEmpty());
    return Instant.now();
  }

  private static List<PollerInfo> pollers(FlowShieldStack stack) {
    return stack
        .temporal()
        .client()
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .describeTaskQueue(
            DescribeTaskQueueRequest.newBuilder()
                .setNamespace(TemporalProcess.NAMESPACE)
                .setTaskQueue(TaskQueue.newBuilder().setName(WorkflowIds.SAGA_QUEUE))
                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)
                .build())
        .getPollersList();
  }

  private static void endedOnce(FlowShieldStack stack, Newcomer person) throws Exception {
    List<EventType> events =
        eventually(
            "the workflow's end",
            () ->
                stack.temporal().client().fetchHistory(person.workflow()).getEvents().stream()
                    .map(event -> event.getEventType())
                    .toList(),
            types -> types.contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED));
    assertThat(events)
        .filteredOn(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED::equals)
        .hasSize(1);
    assertThat(stack.temporal().client().listExecutions("WorkflowId = '" + person.workflow() + "'"))
        .hasSize(1);
  }

  private static void tell(String what, Instant from, Instant to) {
    System.out.printf(
        "ServerKilledIT: %s after %d ms%n", what, Duration.between(from, to).toMillis());
  }
}
