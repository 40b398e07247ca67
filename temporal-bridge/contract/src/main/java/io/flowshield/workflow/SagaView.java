package io.flowshield.workflow;

/**
 * A saga's state as Keycloak keeps it for the console and the waiting page.
 *
 * @param workflowId the saga
 * @param account whose registration it is
 * @param state where it stands
 * @param attempt failed attempts of the step that is being retried; 0 when none is
 */
public record SagaView(String workflowId, AccountRef account, SagaState state, int attempt) {}
