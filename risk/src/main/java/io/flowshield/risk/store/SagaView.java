package io.flowshield.risk.store;

import java.time.Instant;
import java.util.List;

/**
 * Where a user's registration saga stands, as the worker told it last. Holds codes and numbers, no
 * personal data.
 *
 * @param realmId realm
 * @param userId whose registration it is
 * @param workflowId the saga; empty until the worker has named it
 * @param phase name of the step, for example {@code AWAITING_EMAIL}
 * @param score latest fraud score in [0, 1]
 * @param level its level
 * @param modelVersion the model that gave it, for example {@code registration/1}
 * @param reason code of why it is held or was undone; empty while all is well
 * @param detail for administrators
 * @param provisioned names of the services that hold the account
 * @param attempt failed attempts of the step that is being retried
 * @param updated when it was told
 */
public record SagaView(
    String realmId,
    String userId,
    String workflowId,
    String phase,
    double score,
    String level,
    String modelVersion,
    String reason,
    String detail,
    List<String> provisioned,
    int attempt,
    Instant updated) {

  /** The first phase, also of a saga that has not told anything yet. */
  public static final String FIRST_PHASE = "FRAUD_CHECK";

  public static final String REVIEW = "REVIEW";
  public static final String FINALISED = "FINALISED";
  public static final String COMPENSATED = "COMPENSATED";

  public SagaView {
    provisioned = List.copyOf(provisioned);
  }

  /** True when nothing more will happen. */
  public boolean isFinal() {
    return phase.equals(FINALISED) || phase.equals(COMPENSATED);
  }
}
