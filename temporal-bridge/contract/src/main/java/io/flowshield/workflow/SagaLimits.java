package io.flowshield.workflow;

/**
 * Settings of a saga, taken from the realm when it starts.
 *
 * @param emailExpirySeconds until a verification mail is given up and the account withdrawn
 * @param reviewTimeoutSeconds until a review without a verdict counts as rejected
 * @param reviewThreshold score in [0, 1] from which the saga holds for review
 * @param rollbackThreshold score in [0, 1] from which it rolls back
 */
public record SagaLimits(
    long emailExpirySeconds,
    long reviewTimeoutSeconds,
    double reviewThreshold,
    double rollbackThreshold) {}
