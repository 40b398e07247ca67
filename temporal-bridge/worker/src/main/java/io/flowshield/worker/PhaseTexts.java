package io.flowshield.worker;

import io.flowshield.workflow.SagaState.Phase;

/** What an administrator reads about a saga's phase in Temporal's pages. */
final class PhaseTexts {
  private PhaseTexts() {}

  static String of(Phase phase) {
    return switch (phase) {
      case FRAUD_CHECK -> "the registration is being checked for fraud";
      case ACCOUNT -> "the account gets its attributes and groups";
      case AWAITING_EMAIL -> "waiting for the person to confirm the e-mail address";
      case PROVISIONING -> "the services are being told of the account";
      case REVIEW -> "waiting for an administrator's verdict";
      case FINALISING -> "the account is being put into use";
      case COMPENSATING -> "everything done so far is being undone";
      case FINALISED -> "done, the account is in use";
      case COMPENSATED -> "everything was undone, the account is disabled";
    };
  }
}
