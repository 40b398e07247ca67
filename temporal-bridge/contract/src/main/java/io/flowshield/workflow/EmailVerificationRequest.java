package io.flowshield.workflow;

/**
 * What the verification of an address starts from.
 *
 * @param account whose address
 * @param idempotencyKey made by the saga; mails get keys made from it
 * @param expirySeconds from the mail that went out until the verification is given up
 */
public record EmailVerificationRequest(
    AccountRef account, String idempotencyKey, long expirySeconds) {}
