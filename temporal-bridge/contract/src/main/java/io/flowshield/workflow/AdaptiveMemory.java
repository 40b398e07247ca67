package io.flowshield.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a run knows, for the next one.
 *
 * @param lastSequence of the outbox rows heard of
 * @param required what is required
 * @param before what was required before a review blocked the user; null when none did
 * @param risk in [0, 1] at {@code riskMillis}
 * @param riskMillis when that was, since the epoch
 * @param modelVersion the model that gave it
 * @param cause why it rose last, a code
 * @param reviewUntilMillis when the review ends without a verdict; 0 when there is none
 * @param unjudged true when risk has come since the last review
 * @param verdicts ids of the verdicts heard of, oldest first
 */
public record AdaptiveMemory(
    long lastSequence,
    RequirementView required,
    @Nullable RequirementView before,
    double risk,
    long riskMillis,
    String modelVersion,
    String cause,
    long reviewUntilMillis,
    boolean unjudged,
    List<String> verdicts) {}
