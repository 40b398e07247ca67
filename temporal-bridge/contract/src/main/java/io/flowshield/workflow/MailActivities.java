package io.flowshield.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Sends mail through Keycloak. Task queue: {@link WorkflowIds#MAIL_QUEUE}. */
@ActivityInterface
public interface MailActivities {

  /**
   * Sends a mail once.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link FailureTypes#MAIL_FAILED} while
   *     the mail server refuses, {@link FailureTypes#ACCOUNT_GONE} when there is nobody to send to
   */
  @ActivityMethod(name = "MailSend")
  void send(MailRequest mail);
}
