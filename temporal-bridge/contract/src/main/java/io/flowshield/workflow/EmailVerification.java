package io.flowshield.workflow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Child of {@link AuthenticationSaga}: sends the mail with the link, until it goes out; reminds
 * once at half time; waits for the click, or for the end of the time.
 */
@WorkflowInterface
public interface EmailVerification {

  @WorkflowMethod(name = "EmailVerification")
  EmailVerificationResult verify(EmailVerificationRequest request);

  /** The saga passes on that Keycloak saw the click. */
  @SignalMethod
  void emailVerified(SagaSignal signal);
}
