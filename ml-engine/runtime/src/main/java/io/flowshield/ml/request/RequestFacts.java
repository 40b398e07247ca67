package io.flowshield.ml.request;

import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from and what sends it.
 *
 * @param network the address, reduced to what may be kept, and what is known of its network
 * @param userAgent the parsed user agent
 * @param language the first language of Accept-Language (for example {@code de}), or empty
 * @param deviceId the id in the signed device cookie; null when there is none or its signature
 *     fails
 */
public record RequestFacts(
    Network network, UserAgent userAgent, String language, @Nullable String deviceId) {}
