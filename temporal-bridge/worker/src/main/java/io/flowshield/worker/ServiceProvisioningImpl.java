package io.flowshield.worker;

import io.flowshield.workflow.ProvisioningActivities;
import io.flowshield.workflow.ProvisioningRequest;
import io.flowshield.workflow.ServiceProvisioning;
import io.temporal.workflow.Workflow;

/** One account into one service; a fault of the service is waited out. */
public final class ServiceProvisioningImpl implements ServiceProvisioning {

  @Override
  public void provision(ProvisioningRequest request) {
    Workflow.setCurrentDetails("Provisioning in " + request.service());
    Workflow.newActivityStub(
            ProvisioningActivities.class, Steps.provisioning("Provision in " + request.service()))
        .provision(request);
    Workflow.setCurrentDetails("Provisioned in " + request.service());
  }
}
