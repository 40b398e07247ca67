package io.flowshield.workflow;

/**
 * @param eventId id of the outbox row
 * @param sequence its place in the user's lane
 * @param required what is required from now on
 */
public record RequirementChange(String eventId, long sequence, RequirementView required) {}
