package io.flowshield.workflow;

/**
 * Settings of a saga, taken from the realm when it starts.
 *
 * @param emailExpirySeconds until a verification mail is given up and the account withdrawn
 * @param reviewTimeoutSeconds until a review without a verdict counts as rejected
 * @param verifyThreshold score in [0, 1] from which the level is MEDIUM
 * @param reviewThreshold score in [0, 1] from which the level is HIGH and the saga holds for
 *     review; above 1 for never, as in report-only mode
 * @param rollbackThreshold score in [0, 1] from which it rolls back when the score has risen; above
 *     1 for never
 */
public record SagaLimits(
    long emailExpirySeconds,
    long reviewTimeoutSeconds,
    double verifyThreshold,
    double reviewThreshold,
    double rollbackThreshold) {}
