package io.flowshield.workflow;

/**
 * @param eventId id of the outbox row, also the update id
 * @param sequence its place in the user's lane
 * @param confirmed true when the account is in wrong hands: it is blocked until somebody lifts
 *     that; false when it is not: the risk is forgotten, and what was required before is again
 * @param reviewerId user id of the administrator
 */
public record RequirementVerdict(
    String eventId, long sequence, boolean confirmed, String reviewerId) {}
