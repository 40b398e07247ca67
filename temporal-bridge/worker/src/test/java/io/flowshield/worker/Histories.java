package io.flowshield.worker;

import static io.flowshield.worker.SagaStage.signal;

import io.flowshield.workflow.AdaptiveState;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.SagaState.Phase;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Histories worth keeping: each way through the workflows that a release must still go. */
final class Histories {
  /** Scenarios of the watch over a user are named like this. */
  private static final String WATCH = "watch-";

  /** Scenarios of accounts that were removed are named like this. */
  private static final String REMOVED = "removed-";

  /** What happens on a stage, by the name of the recording. */
  static final Map<String, Consumer<SagaStage>> SCENARIOS = new LinkedHashMap<>();

  static {
    SCENARIOS.put("finalised", Histories::verified);
    SCENARIOS.put(
        "service-refused",
        stage -> {
          stage.refusing.add("billing");
          verified(stage);
        });
    SCENARIOS.put(
        "risk-rose-after-provisioning",
        stage -> {
          stage.scores.put(3, 0.9);
          verified(stage);
        });
    SCENARIOS.put(
        "mail-expired",
        stage -> {
          stage.start();
          stage.outcome();
        });
    SCENARIOS.put(
        "review-approved",
        stage -> {
          AuthenticationSaga saga = reviewed(stage);
          saga.review(new ReviewVerdict("v1", 2, true, "admin"));
          stage.awaitMail();
          saga.emailVerified(signal(3));
          stage.outcome();
        });
    SCENARIOS.put(
        "review-expired",
        stage -> {
          reviewed(stage);
          stage.outcome();
        });
    SCENARIOS.put(
        "user-removed",
        stage -> {
          AuthenticationSaga saga = stage.start();
          stage.awaitMail();
          saga.userRemoved(signal(2));
          stage.outcome();
        });
    SCENARIOS.put(
        REMOVED + "service-away",
        stage -> {
          stage.fail("withdraw crm", 10);
          WorkflowStub.fromTyped(DeprovisioningTest.start(stage)).getResult(Void.class);
        });
    SCENARIOS.put(
        WATCH + "lifted",
        stage -> {
          Watch watch = Watch.on(stage, Watch.NEVER);
          watch.require(1, "REAUTHENTICATE");
          watch.anomaly(2, 0.6);
          watch.risk(3, 0.9);
          watch.awaitPhase(AdaptiveState.Phase.REVIEW);
          watch.judge(4, false);
          watch.awaitPhase(AdaptiveState.Phase.WATCHING);
          watch.lift(5);
          watch.outcome();
        });
    SCENARIOS.put(
        WATCH + "blocked-and-lapsed",
        stage -> {
          Watch watch = Watch.on(stage, 0.9);
          watch.require(1, "REAUTHENTICATE", Duration.ofDays(10));
          watch.risk(2, 0.95);
          watch.awaitKind("BLOCKED", AdaptiveAuthenticationImpl.ESCALATED);
          watch.outcome();
        });
    SCENARIOS.put(
        WATCH + "confirmed",
        stage -> {
          Watch watch = Watch.on(stage, 0.9);
          watch.require(1, "CHANGE_PASSWORD");
          watch.risk(2, 0.95);
          watch.awaitKind("BLOCKED", AdaptiveAuthenticationImpl.ESCALATED);
          watch.judge(3, true);
          watch.awaitKind("BLOCKED", AdaptiveAuthenticationImpl.CONFIRMED);
          watch.removed(4);
          watch.outcome();
        });
    SCENARIOS.put(
        WATCH + "continued",
        stage -> {
          Watch watch = Watch.on(stage, Watch.NEVER, 3);
          watch.require(1, "BLOCKED");
          for (int sequence = 2; sequence < 9; sequence++) {
            watch.risk(sequence, 0.1 * sequence);
          }
          watch.heard(8);
          watch.lift(9);
          watch.outcome();
        });
  }

  private Histories() {}

  /** The workflow that a scenario is about. */
  private static String id(String scenario) {
    if (scenario.startsWith(WATCH)) {
      return Watch.ID;
    }
    return scenario.startsWith(REMOVED) ? DeprovisioningTest.ID : SagaStage.ID;
  }

  private static void verified(SagaStage stage) {
    AuthenticationSaga saga = stage.start();
    stage.awaitMail();
    saga.emailVerified(signal(2));
    stage.outcome();
  }

  private static AuthenticationSaga reviewed(SagaStage stage) {
    stage.score = 0.7;
    AuthenticationSaga saga = stage.start(0.7, "REVIEW");
    stage.awaitPhase(Phase.REVIEW);
    return saga;
  }

  /** A scenario's workflow and its children, by id. */
  static List<String> workflows(WorkflowClient client, String scenario) {
    String id = id(scenario);
    List<String> ids = new ArrayList<>(List.of(id));
    client.fetchHistory(id).getEvents().stream()
        .filter(HistoryEvent::hasChildWorkflowExecutionStartedEventAttributes)
        .map(
            event ->
                event
                    .getChildWorkflowExecutionStartedEventAttributes()
                    .getWorkflowExecution()
                    .getWorkflowId())
        .forEach(ids::add);
    return ids;
  }
}
