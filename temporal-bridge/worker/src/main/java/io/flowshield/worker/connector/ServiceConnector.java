package io.flowshield.worker.connector;

/**
 * One service that accounts are brought into. Thread-safe; both calls are idempotent and bounded in
 * time. They raise {@link io.temporal.failure.ApplicationFailure}: {@link
 * io.flowshield.workflow.FailureTypes#SERVICE_REFUSED} when trying again is no use, {@link
 * io.flowshield.workflow.FailureTypes#SERVICE_UNAVAILABLE} when it is.
 */
public interface ServiceConnector {

  /** Its name in the settings. */
  String name();

  /**
   * Creates the account, or finds that it is there.
   *
   * @param idempotencyKey equal for every attempt at the same step
   */
  void provision(Person person, String idempotencyKey);

  /**
   * Removes the account, or finds that it is not there. Needs no profile: the account may be gone
   * from Keycloak by now.
   *
   * @param realm the realm's name
   * @param userId Keycloak's id
   * @param idempotencyKey equal for every attempt at the same step
   */
  void withdraw(String realm, String userId, String idempotencyKey);
}
