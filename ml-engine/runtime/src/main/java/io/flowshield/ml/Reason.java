package io.flowshield.ml;

/**
 * One cause of a score, for a person to read. Texts are found by code in the message bundles.
 *
 * @param code upper snake case, for example {@code IMPOSSIBLE_TRAVEL}
 * @param contribution log-odds that this added to the score; negative when it lowered it
 */
public record Reason(String code, double contribution) {}
