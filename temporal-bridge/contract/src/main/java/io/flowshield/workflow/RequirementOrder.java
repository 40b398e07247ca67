package io.flowshield.workflow;

/**
 * What is to be required, if nobody has changed it meanwhile.
 *
 * @param account of whom
 * @param expectedSinceMillis since when what is to be replaced has been required
 * @param kind REAUTHENTICATE, CHANGE_PASSWORD, BLOCKED, or NONE to lift it
 * @param reason code
 * @param untilMillis when it lapses; 0 for never
 */
public record RequirementOrder(
    AccountRef account, long expectedSinceMillis, String kind, String reason, long untilMillis) {}
