package io.flowshield.workflow;

import java.util.List;

/**
 * Where a saga stands, for queries, for the projection in Keycloak and for the waiting page.
 *
 * @param phase the step it is in
 * @param score the latest fraud score in [0, 1]
 * @param level its level
 * @param modelVersion the model that gave it, for example {@code registration/1}
 * @param reason why it was undone or held: a code of {@link SagaReason}; empty while all is well
 * @param detail for administrators, for example the service's name and HTTP status; no personal
 *     data
 * @param provisioned names of the services that hold the account now
 */
public record SagaState(
    Phase phase,
    double score,
    String level,
    String modelVersion,
    String reason,
    String detail,
    List<String> provisioned) {

  /** Steps of a saga; the last two are final. */
  public enum Phase {
    FRAUD_CHECK,
    ACCOUNT,
    AWAITING_EMAIL,
    PROVISIONING,
    REVIEW,
    FINALISING,
    COMPENSATING,
    FINALISED,
    COMPENSATED
  }
}
