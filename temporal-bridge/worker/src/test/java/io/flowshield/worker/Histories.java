package io.flowshield.worker;

import static io.flowshield.worker.SagaStage.signal;

import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.SagaState.Phase;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Histories worth keeping: each way through the workflows that a release must still go. */
final class Histories {
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
  }

  private Histories() {}

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

  /** A workflow and its children, by id. */
  static List<String> workflows(WorkflowClient client, String id) {
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
