package io.flowshield.risk.continuous;

import org.jspecify.annotations.Nullable;

/**
 * Something that a user's session was used for.
 *
 * @param kind what
 * @param userId whose it is
 * @param sessionId which; null when Keycloak does not tell, as at the account console
 * @param clientId client id of the application; null when it is not known
 */
public record SessionEvent(
    Kind kind, String userId, @Nullable String sessionId, @Nullable String clientId) {

  /** What a session can be used for. */
  public enum Kind {
    /** A login that began it or, by cookie, took it to another application. */
    LOGIN,
    /** Tokens for a code or a refresh token. */
    TOKENS,
    /** A change of a credential, an address, the profile or a linked account, or a consent. */
    SENSITIVE_ACTION
  }
}
