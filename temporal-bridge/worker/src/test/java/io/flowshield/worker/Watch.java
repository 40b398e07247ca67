package io.flowshield.worker;

import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.AdaptiveAuthentication;
import io.flowshield.workflow.AdaptiveLimits;
import io.flowshield.workflow.AdaptiveOutcome;
import io.flowshield.workflow.AdaptiveRequest;
import io.flowshield.workflow.AdaptiveState;
import io.flowshield.workflow.RequirementChange;
import io.flowshield.workflow.RequirementVerdict;
import io.flowshield.workflow.RequirementView;
import io.flowshield.workflow.RiskReport;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.function.Predicate;

/** The watch over one user on a stage, told of things as the relay tells of them. */
final class Watch {
  static final String ID = WorkflowIds.adaptive("realm-id", "user-1");
  static final Duration DAY = Duration.ofDays(1);
  static final double NEVER = 2;

  private final SagaStage stage;
  private final AdaptiveLimits limits;

  private Watch(SagaStage stage, AdaptiveLimits limits) {
    this.stage = stage;
    this.limits = limits;
  }

  /** MEDIUM from 0.3, HIGH from 0.8; half-life one day; reviews last three. */
  static Watch on(SagaStage stage, double blockThreshold) {
    return on(stage, blockThreshold, 500);
  }

  static Watch on(SagaStage stage, double blockThreshold, int messagesPerRun) {
    return new Watch(
        stage,
        new AdaptiveLimits(
            0.3, 0.8, blockThreshold, DAY.toSeconds(), 3 * DAY.toSeconds(), messagesPerRun));
  }

  private AdaptiveAuthentication stub() {
    return client().newWorkflowStub(AdaptiveAuthentication.class, ID);
  }

  private WorkflowClient client() {
    return stage.environment.getWorkflowClient();
  }

  long now() {
    return stage.environment.currentTimeMillis();
  }

  /** An administrator sets what is required, for some time or for ever. */
  void require(long sequence, String kind, Duration life) {
    stage.row =
        new RequirementView(
            kind, "ADMINISTRATOR", now() + sequence, life.isZero() ? 0 : now() + life.toMillis());
    deliver(sequence, stage.row);
  }

  void require(long sequence, String kind) {
    require(sequence, kind, Duration.ZERO);
  }

  /** The relay delivers a row, whatever Keycloak's table says by now. */
  void deliver(long sequence, RequirementView required) {
    AdaptiveAuthentication watch =
        client()
            .newWorkflowStub(
                AdaptiveAuthentication.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ID)
                    .setTaskQueue(WorkflowIds.SAGA_QUEUE)
                    .build());
    BatchRequest start = client().newSignalWithStartRequest();
    start.add(
        watch::watch,
        new AdaptiveRequest("realm-id", new AccountRef("demo", "user-1"), limits, null));
    start.add(
        watch::requirementChanged, new RequirementChange("event-" + sequence, sequence, required));
    client().signalWithStart(start);
  }

  void lift(long sequence) {
    stage.row = RequirementView.NONE;
    stub()
        .requirementChanged(
            new RequirementChange(
                "event-" + sequence,
                sequence,
                new RequirementView(RequirementView.NOTHING, "", now() + sequence, 0)));
  }

  void risk(long sequence, double score) {
    stub().riskUpdated(report(sequence, score, "NEW_COUNTRY"));
  }

  void anomaly(long sequence, double score) {
    stub().behaviourAnomaly(report(sequence, score, "UNFAMILIAR_TYPING"));
  }

  private static RiskReport report(long sequence, double score, String cause) {
    return new RiskReport("event-" + sequence, sequence, score, "login/3", cause);
  }

  void removed(long sequence) {
    stub().userRemoved(new SagaSignal("event-" + sequence, sequence, ""));
  }

  AdaptiveState judge(long sequence, boolean confirmed) {
    return stub()
        .review(new RequirementVerdict("event-" + sequence, sequence, confirmed, "administrator"));
  }

  AdaptiveState state() {
    return stub().state();
  }

  /** Waits in real time until the watch is in a state. */
  AdaptiveState await(String what, Predicate<AdaptiveState> wanted) {
    stage.await(what, () -> wanted.test(state()));
    return state();
  }

  AdaptiveState awaitPhase(AdaptiveState.Phase phase) {
    return await(phase.name(), state -> state.phase() == phase);
  }

  AdaptiveState awaitKind(String kind, String reason) {
    return await(
        kind + " " + reason,
        state -> state.required().kind().equals(kind) && state.required().reason().equals(reason));
  }

  void heard(long sequence) {
    await("row " + sequence, state -> state.lastSequence() >= sequence);
  }

  /** Waits for the end, in as much of the test's time as it takes. */
  AdaptiveOutcome outcome() {
    return WorkflowStub.fromTyped(stub()).getResult(AdaptiveOutcome.class);
  }

  void sleep(Duration time) {
    stage.environment.sleep(time);
  }

  WorkflowStub untyped() {
    return client().newUntypedWorkflowStub(ID);
  }
}
