package io.flowshield.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Talks to the services. Task queue: {@link WorkflowIds#PROVISIONING_QUEUE}. */
@ActivityInterface
public interface ProvisioningActivities {

  /** Names of the services that every account is provisioned in. */
  @ActivityMethod(name = "ServiceList")
  List<String> services();

  /**
   * Creates the account in a service, or finds that it is there. Idempotent.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link FailureTypes#SERVICE_REFUSED}
   *     when the service will not have it, {@link FailureTypes#ACCOUNT_GONE} when Keycloak has no
   *     such user
   */
  @ActivityMethod(name = "ServiceProvision")
  void provision(ProvisioningRequest request);

  /** Removes the account from a service. Idempotent; one that is not there counts as removed. */
  @ActivityMethod(name = "ServiceWithdraw")
  void withdraw(ProvisioningRequest request);
}
