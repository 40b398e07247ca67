package io.flowshield.workflow;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Watches over one user for as long as something is required of them: hears of every change and of
 * every risky attempt, holds reviews, and writes back what follows. Workflow id: {@link
 * WorkflowIds#adaptive}. Each message carries the sequence of its outbox row; a repeated or older
 * one changes nothing.
 */
@WorkflowInterface
public interface AdaptiveAuthentication {

  @WorkflowMethod(name = "AdaptiveAuthentication")
  AdaptiveOutcome watch(AdaptiveRequest request);

  /** What is required was set, replaced or lifted. */
  @SignalMethod
  void requirementChanged(RequirementChange change);

  /** A login of at least medium risk. The highest counts, less the longer ago it was. */
  @SignalMethod
  void riskUpdated(RiskReport report);

  /** The user does not behave like themselves. Anomalies add up. */
  @SignalMethod
  void behaviourAnomaly(RiskReport report);

  @SignalMethod
  void userRemoved(SagaSignal signal);

  /** An administrator's verdict on a review; the update id is the outbox row's id. */
  @UpdateMethod
  AdaptiveState review(RequirementVerdict verdict);

  @UpdateValidatorMethod(updateName = "review")
  void validateReview(RequirementVerdict verdict);

  /** Where it stands. */
  @QueryMethod
  AdaptiveState state();
}
