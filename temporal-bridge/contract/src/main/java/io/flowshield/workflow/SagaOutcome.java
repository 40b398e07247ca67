package io.flowshield.workflow;

/**
 * How a saga ended.
 *
 * @param finalised true when the account is in use, false when everything was undone
 * @param reason why it was undone, empty otherwise
 */
public record SagaOutcome(boolean finalised, String reason) {}
