package io.flowshield.workflow;

/** Types of {@link io.temporal.failure.ApplicationFailure} that activities raise. */
public final class FailureTypes {
  /** A service answered that it will not have the account; not retried. */
  public static final String SERVICE_REFUSED = "ServiceRefused";

  /** A service could not be reached or had a fault of its own; retried. */
  public static final String SERVICE_UNAVAILABLE = "ServiceUnavailable";

  /** Keycloak has no such user any more; not retried. */
  public static final String ACCOUNT_GONE = "AccountGone";

  /** Keycloak could not hand the mail over; retried. */
  public static final String MAIL_FAILED = "MailFailed";

  /** Keycloak could not be reached, had a fault, or did not let the worker in; retried. */
  public static final String KEYCLOAK_UNAVAILABLE = "KeycloakUnavailable";

  /** Keycloak did not understand the request; not retried. */
  public static final String KEYCLOAK_REFUSED = "KeycloakRefused";

  private FailureTypes() {}
}
