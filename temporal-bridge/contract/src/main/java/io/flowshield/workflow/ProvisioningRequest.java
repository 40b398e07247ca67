package io.flowshield.workflow;

/**
 * One account in one service.
 *
 * @param account whose
 * @param service name in the worker's configuration
 * @param idempotencyKey made by the saga; the same for every attempt
 */
public record ProvisioningRequest(AccountRef account, String service, String idempotencyKey) {}
