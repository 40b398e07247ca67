package io.flowshield.worker;

import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.SagaReason;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import org.jspecify.annotations.Nullable;

/** What a failed step was about. */
final class Failures {
  private Failures() {}

  /** The type that the activity gave its failure; empty when it never answered. */
  static String type(TemporalFailure failure) {
    ApplicationFailure cause = cause(failure);
    return cause == null ? "" : cause.getType();
  }

  /** The activity's own words, which hold no personal data. */
  static String detail(TemporalFailure failure) {
    ApplicationFailure cause = cause(failure);
    return cause == null ? "no answer in time" : cause.getOriginalMessage();
  }

  /** Why a saga is undone when a step failed like this. */
  static String reason(TemporalFailure failure) {
    return switch (type(failure)) {
      case FailureTypes.SERVICE_REFUSED -> SagaReason.SERVICE_REFUSED;
      case FailureTypes.ACCOUNT_GONE -> SagaReason.USER_REMOVED;
      default -> SagaReason.STEP_FAILED;
    };
  }

  private static @Nullable ApplicationFailure cause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure found) {
        return found;
      }
    }
    return null;
  }
}
