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
 * @param hints what the browser says of itself besides its user agent
 */
public record RequestFacts(
    Network network,
    UserAgent userAgent,
    String language,
    @Nullable String deviceId,
    ClientHints hints) {

  /** A request of which it is not known what hints came with it. */
  public RequestFacts(
      Network network, UserAgent userAgent, String language, @Nullable String deviceId) {
    this(network, userAgent, language, deviceId, ClientHints.UNKNOWN);
  }

  /** The same request, known to come from a device. */
  public RequestFacts onDevice(@Nullable String device) {
    return new RequestFacts(network, userAgent, language, device, hints);
  }
}
