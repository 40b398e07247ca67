package io.flowshield.workflow;

/**
 * @param eventId id of the outbox row
 * @param sequence its place in the user's lane
 * @param score in [0, 1]
 * @param modelVersion the model that gave it, for example {@code login/3}
 * @param cause strongest reason, a code; empty when there is none
 */
public record RiskReport(
    String eventId, long sequence, double score, String modelVersion, String cause) {}
