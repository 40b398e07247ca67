package io.flowshield.worker;

import io.temporal.common.RetryOptions;
import java.time.Duration;

/**
 * How a step that must succeed is tried again and again where people can see it. The first rounds
 * are one attempt each, with the pause in the workflow, so that each failure shows at once. Later a
 * round is many attempts of the server's own: the history grows by a few events in an hour and a
 * half, which years of a dead mail server do not fill.
 */
final class RetryRounds {
  private static final int SINGLE_ATTEMPTS = 8;
  private static final int ATTEMPTS_OF_LATER_ROUNDS = 20;

  private RetryRounds() {}

  /**
   * @param round from 1
   */
  static RetryOptions options(int round) {
    RetryOptions.Builder options = RetryOptions.newBuilder();
    return round <= SINGLE_ATTEMPTS
        ? options.setMaximumAttempts(1).build()
        : options
            .setMaximumAttempts(ATTEMPTS_OF_LATER_ROUNDS)
            .setInitialInterval(Duration.ofMinutes(1))
            .setMaximumInterval(Duration.ofMinutes(5))
            .build();
  }

  /** Attempts made once that many rounds have failed. */
  static int attempts(int failedRounds) {
    return Math.min(failedRounds, SINGLE_ATTEMPTS)
        + ATTEMPTS_OF_LATER_ROUNDS * Math.max(0, failedRounds - SINGLE_ATTEMPTS);
  }

  /** Pause after a failed round: 1 s, doubled each time, up to 2 minutes. */
  static Duration pause(int failedRounds) {
    return Duration.ofSeconds(Math.min(120, 1L << Math.min(failedRounds - 1, 7)));
  }
}
