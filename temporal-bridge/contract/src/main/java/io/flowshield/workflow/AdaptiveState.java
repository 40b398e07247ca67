package io.flowshield.workflow;

/**
 * Where the watch over a user stands.
 *
 * @param phase what it does
 * @param required what is required
 * @param risk in [0, 1], decayed to {@code asOfMillis}
 * @param asOfMillis when the workflow was last awake, since the epoch
 * @param level its level
 * @param modelVersion the model that gave it; empty before any has
 * @param cause why it rose last, a code; empty when it has not
 * @param lastSequence of the outbox rows heard of
 */
public record AdaptiveState(
    Phase phase,
    RequirementView required,
    double risk,
    long asOfMillis,
    String level,
    String modelVersion,
    String cause,
    long lastSequence) {

  /** What a watch does; the last is final. */
  public enum Phase {
    WATCHING,
    REVIEW,
    ENDED
  }
}
