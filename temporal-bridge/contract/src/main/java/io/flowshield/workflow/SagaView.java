package io.flowshield.workflow;

import java.util.List;

/**
 * A saga's state as Keycloak keeps it for the console and the waiting page.
 *
 * @param workflowId the saga
 * @param account whose registration it is
 * @param state where it stands
 * @param attempt failed attempts of the step that is being retried; 0 when none is
 * @param riskReasons codes of the latest fraud check, strongest first; empty before the first one
 */
public record SagaView(
    String workflowId, AccountRef account, SagaState state, int attempt, List<String> riskReasons) {

  /** What an older worker has written has no reasons. */
  public SagaView {
    riskReasons = riskReasons == null ? List.of() : List.copyOf(riskReasons);
  }
}
