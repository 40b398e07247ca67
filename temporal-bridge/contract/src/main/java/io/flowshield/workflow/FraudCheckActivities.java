package io.flowshield.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Scores registrations. Task queue: {@link WorkflowIds#FRAUD_QUEUE}. */
@ActivityInterface
public interface FraudCheckActivities {

  /**
   * Scores what was recorded at the form together with counters as they are now. Changes nothing.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link FailureTypes#ACCOUNT_GONE}
   */
  @ActivityMethod(name = "FraudCheck")
  FraudScore check(AccountRef account);
}
