package io.flowshield.workflow;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Child of {@link AuthenticationSaga}: brings one account into one service. */
@WorkflowInterface
public interface ServiceProvisioning {

  /** Fails with the activity's failure when the service refuses. */
  @WorkflowMethod(name = "ServiceProvisioning")
  void provision(ProvisioningRequest request);
}
