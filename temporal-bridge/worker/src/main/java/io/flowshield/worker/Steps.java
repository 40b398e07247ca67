package io.flowshield.worker;

import io.flowshield.workflow.WorkflowIds;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * Options of the activities. Retries have no end: what may pass is waited out, what will not is
 * raised as non-retryable by the activity. A cancelled attempt is waited for, so that nothing is
 * withdrawn while it is still being provisioned.
 */
final class Steps {
  private static final Duration ATTEMPT = Duration.ofSeconds(45);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private Steps() {}

  static ActivityOptions saga(String summary) {
    return options(WorkflowIds.SAGA_QUEUE, summary, patient());
  }

  static ActivityOptions fraud(String summary) {
    return options(WorkflowIds.FRAUD_QUEUE, summary, patient());
  }

  static ActivityOptions mail(String summary, RetryOptions retry) {
    return options(WorkflowIds.MAIL_QUEUE, summary, retry);
  }

  static ActivityOptions provisioning(String summary) {
    return options(WorkflowIds.PROVISIONING_QUEUE, summary, patient());
  }

  static ActivityOptions options(String queue, String summary, RetryOptions retry) {
    return ActivityOptions.newBuilder()
        .setTaskQueue(queue)
        .setStartToCloseTimeout(ATTEMPT)
        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setRetryOptions(retry)
        .setSummary(summary)
        .build();
  }

  private static RetryOptions patient() {
    return RetryOptions.newBuilder()
        .setInitialInterval(Duration.ofSeconds(1))
        .setBackoffCoefficient(2)
        .setMaximumInterval(LONGEST_PAUSE)
        .build();
  }
}
