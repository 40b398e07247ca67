package io.flowshield.risk.store;

import java.time.Instant;

/**
 * Whether a user's typing and pointer may be looked at, as somebody chose.
 *
 * @param capture true for yes
 * @param since when it was chosen
 * @param setBy id of the user who chose: the user, or an administrator
 */
public record CaptureChoice(boolean capture, Instant since, String setBy) {}
