package io.flowshield.ml.request;

import java.util.Map;

/**
 * User-agent client hints (<a href="https://wicg.github.io/ua-client-hints/">UA Client Hints</a>),
 * those that a browser sends unasked: {@code Sec-CH-UA}, {@code Sec-CH-UA-Mobile} and {@code
 * Sec-CH-UA-Platform}. Browsers built on Chromium send them from version 89 on, and only over an
 * encrypted connection; Firefox and Safari send none.
 *
 * @param status whether there was anything to read
 * @param brands brands to their major versions, without the made-up one, for example {@code
 *     {Chromium=131, Google Chrome=131}}
 * @param platform for example {@code Windows}, empty when it was not told
 * @param mobile true when the browser says that it runs on a telephone
 */
public record ClientHints(
    Status status, Map<String, Integer> brands, String platform, boolean mobile) {

  /** Nobody could have sent any, or it is not known whether somebody did. */
  public static final ClientHints UNKNOWN = new ClientHints(Status.UNKNOWN, Map.of(), "", false);

  /** The connection was encrypted and none came. */
  public static final ClientHints ABSENT = new ClientHints(Status.ABSENT, Map.of(), "", false);

  public ClientHints {
    brands = Map.copyOf(brands);
  }

  /** Whether hints came. */
  public enum Status {
    UNKNOWN,
    ABSENT,
    PRESENT
  }
}
