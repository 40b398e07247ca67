package io.flowshield.workflow;

/**
 * @param eventId id of the outbox row
 * @param sequence its place in the user's lane
 * @param cause reason code, empty where there is none
 */
public record SagaSignal(String eventId, long sequence, String cause) {}
