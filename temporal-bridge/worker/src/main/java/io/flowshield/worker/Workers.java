package io.flowshield.worker;

import io.flowshield.workflow.AccountActivities;
import io.flowshield.workflow.FraudCheckActivities;
import io.flowshield.workflow.MailActivities;
import io.flowshield.workflow.ProvisioningActivities;
import io.flowshield.workflow.RequirementActivities;
import io.flowshield.workflow.SagaViewActivities;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;

/**
 * Which task queue does what. The queues are separate so that slow services or a slow mail server
 * do not hold up fraud checks, and so that each can be scaled by itself.
 *
 * @param fraudCheck needs the models
 * @param accounts calls Keycloak
 * @param views calls Keycloak
 * @param requirements calls Keycloak
 * @param mail calls Keycloak, which calls the mail server
 * @param provisioning calls the services
 */
public record Workers(
    FraudCheckActivities fraudCheck,
    AccountActivities accounts,
    SagaViewActivities views,
    RequirementActivities requirements,
    MailActivities mail,
    ProvisioningActivities provisioning) {

  /** Registers everything; the caller starts the factory. */
  public void register(WorkerFactory factory) {
    Worker saga = factory.newWorker(WorkflowIds.SAGA_QUEUE);
    saga.registerWorkflowImplementationTypes(
        AuthenticationSagaImpl.class,
        EmailVerificationImpl.class,
        ServiceProvisioningImpl.class,
        AdaptiveAuthenticationImpl.class,
        DeprovisioningImpl.class);
    saga.registerActivitiesImplementations(accounts, views, requirements);
    factory.newWorker(WorkflowIds.FRAUD_QUEUE).registerActivitiesImplementations(fraudCheck);
    factory.newWorker(WorkflowIds.MAIL_QUEUE).registerActivitiesImplementations(mail);
    factory
        .newWorker(WorkflowIds.PROVISIONING_QUEUE)
        .registerActivitiesImplementations(provisioning);
  }
}
