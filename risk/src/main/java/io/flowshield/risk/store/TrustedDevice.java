package io.flowshield.risk.store;

import java.time.Instant;

/**
 * A browser on which a user has shown a second factor and had that remembered.
 *
 * @param key keyed hash of the id in the browser's signed device cookie
 * @param proof keyed hash of the password and the second factors that the user had then
 * @param since when it was remembered
 * @param until until when it was promised to be
 * @param browser family of the browser and system, for its user to tell it from others
 */
public record TrustedDevice(
    String key, String proof, Instant since, Instant until, String browser) {}
