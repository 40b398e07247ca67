package io.flowshield.workflow;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * A registration from the first look at its risk to the last service provisioned, or to everything
 * undone. Workflow id: {@link WorkflowIds#registration}. Each message carries the sequence of its
 * outbox row; a repeated or older one changes nothing.
 */
@WorkflowInterface
public interface AuthenticationSaga {

  @WorkflowMethod(name = "AuthenticationSaga")
  SagaOutcome register(RegistrationRequest request);

  @SignalMethod
  void emailVerified(SagaSignal signal);

  @SignalMethod
  void riskChanged(SagaSignal signal);

  @SignalMethod
  void userRemoved(SagaSignal signal);

  /** From the child that sends the mail, not from Keycloak; carries no sequence. */
  @SignalMethod
  void mailProgress(MailProgress progress);

  /** An administrator's verdict on a held registration; the update id is the outbox row's id. */
  @UpdateMethod
  SagaState review(ReviewVerdict verdict);

  @UpdateValidatorMethod(updateName = "review")
  void validateReview(ReviewVerdict verdict);

  @QueryMethod
  SagaState state();
}
