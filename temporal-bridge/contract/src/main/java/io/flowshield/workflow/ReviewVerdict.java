package io.flowshield.workflow;

/**
 * @param eventId id of the outbox row, also the update id
 * @param sequence its place in the user's lane
 * @param approved true to go on, false to roll back
 * @param reviewerId user id of the administrator
 */
public record ReviewVerdict(String eventId, long sequence, boolean approved, String reviewerId) {}
