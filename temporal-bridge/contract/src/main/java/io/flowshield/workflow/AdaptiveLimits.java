package io.flowshield.workflow;

/**
 * Settings of a watch, taken from the realm when it starts.
 *
 * @param mediumThreshold risk in [0, 1] from which the level is MEDIUM
 * @param highThreshold risk in [0, 1] from which the level is HIGH and a review begins
 * @param blockThreshold risk in [0, 1] from which the user is blocked during the review; above 1
 *     for never
 * @param halfLifeSeconds after which half of a risk is left
 * @param reviewTimeoutSeconds until a review without a verdict ends, and its block with it
 * @param messagesPerRun messages after which the workflow continues with a new history
 */
public record AdaptiveLimits(
    double mediumThreshold,
    double highThreshold,
    double blockThreshold,
    long halfLifeSeconds,
    long reviewTimeoutSeconds,
    int messagesPerRun) {}
