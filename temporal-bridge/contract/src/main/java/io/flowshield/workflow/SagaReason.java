package io.flowshield.workflow;

/** Codes of {@link SagaState#reason}. Texts are in the message bundles. */
public final class SagaReason {
  /** A service will not have the account. */
  public static final String SERVICE_REFUSED = "SERVICE_REFUSED";

  /** The fraud score rose while the saga ran. */
  public static final String RISK_ROSE = "RISK_ROSE";

  /** Nobody followed the link in time. */
  public static final String EMAIL_EXPIRED = "EMAIL_EXPIRED";

  /** Held for an administrator's verdict. */
  public static final String REVIEW_PENDING = "REVIEW_PENDING";

  /** An administrator rejected the registration. */
  public static final String REVIEW_REJECTED = "REVIEW_REJECTED";

  /** No administrator decided in time. */
  public static final String REVIEW_EXPIRED = "REVIEW_EXPIRED";

  /** The account was removed while the saga ran. */
  public static final String USER_REMOVED = "USER_REMOVED";

  /** Somebody cancelled the workflow. */
  public static final String CANCELLED = "CANCELLED";

  /** A step failed for good, for example because Keycloak did not understand a request. */
  public static final String STEP_FAILED = "STEP_FAILED";

  private SagaReason() {}
}
