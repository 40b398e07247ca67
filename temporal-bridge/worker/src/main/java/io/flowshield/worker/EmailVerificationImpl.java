package io.flowshield.worker;

import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.EmailVerification;
import io.flowshield.workflow.EmailVerificationRequest;
import io.flowshield.workflow.EmailVerificationResult;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.MailActivities;
import io.flowshield.workflow.MailProgress;
import io.flowshield.workflow.MailRequest;
import io.flowshield.workflow.SagaSignal;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/** Mail, reminder, click or expiry. The time runs from the moment the first mail went out. */
public final class EmailVerificationImpl implements EmailVerification {
  private boolean verified;

  @Override
  public EmailVerificationResult verify(EmailVerificationRequest request) {
    deliver(request, MailRequest.Kind.VERIFY, () -> verified);
    Workflow.setCurrentDetails("Waiting for the click in the mail");

    Duration half = Duration.ofSeconds(request.expirySeconds()).dividedBy(2);
    long expiryMillis = Workflow.currentTimeMillis() + 2 * half.toMillis();
    if (Workflow.await(half, () -> verified)) {
      return EmailVerificationResult.VERIFIED;
    }
    deliver(
        request,
        MailRequest.Kind.REMINDER,
        () -> verified || Workflow.currentTimeMillis() >= expiryMillis);
    long rest = Math.max(0, expiryMillis - Workflow.currentTimeMillis());
    return Workflow.await(Duration.ofMillis(rest), () -> verified)
        ? EmailVerificationResult.VERIFIED
        : EmailVerificationResult.EXPIRED;
  }

  @Override
  public void emailVerified(SagaSignal signal) {
    verified = true;
  }

  /** Tries until the mail went out or is needed no more. */
  private void deliver(
      EmailVerificationRequest request, MailRequest.Kind kind, BooleanSupplier needless) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    MailRequest mail =
        new MailRequest(request.account(), kind, "", request.idempotencyKey() + "-" + name);
    for (int round = 1; !needless.getAsBoolean(); round++) {
      try {
        Workflow.newActivityStub(
                MailActivities.class, Steps.mail("Send mail: " + name, RetryRounds.options(round)))
            .send(mail);
        if (round > 1) {
          tell(new MailProgress(0, ""));
        }
        return;
      } catch (ActivityFailure failure) {
        String type = Failures.type(failure);
        if (failure.getCause() instanceof CanceledFailure
            || FailureTypes.ACCOUNT_GONE.equals(type)
            || FailureTypes.KEYCLOAK_REFUSED.equals(type)) {
          throw failure;
        }
        String detail = "Mail (" + name + ") not sent: " + Failures.detail(failure);
        Workflow.setCurrentDetails(detail);
        tell(new MailProgress(RetryRounds.attempts(round), detail));
        Workflow.await(RetryRounds.pause(round), () -> verified);
      }
    }
  }

  private static void tell(MailProgress progress) {
    Workflow.getInfo()
        .getParentWorkflowId()
        .ifPresent(
            saga -> {
              try {
                Workflow.newExternalWorkflowStub(AuthenticationSaga.class, saga)
                    .mailProgress(progress);
              } catch (SignalExternalWorkflowException e) {
                // The saga has ended; this child is about to be ended with it.
                Workflow.getLogger(EmailVerificationImpl.class).debug("saga is gone", e);
              }
            });
  }
}
