package io.flowshield.workflow;

/**
 * How the sending of a mail goes, told by the child to its saga.
 *
 * @param failedAttempts so far; 0 once it went out
 * @param detail for administrators, no personal data; empty once it went out
 */
public record MailProgress(int failedAttempts, String detail) {}
