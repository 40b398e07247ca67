package io.flowshield.worker;

import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.RequirementActivities;
import io.flowshield.workflow.RequirementOrder;
import io.flowshield.workflow.RequirementView;

/** Reads and writes requirements through Keycloak's worker endpoints. */
public final class RequirementActivitiesImpl implements RequirementActivities {
  private final KeycloakClient keycloak;

  public RequirementActivitiesImpl(KeycloakClient keycloak) {
    this.keycloak = keycloak;
  }

  @Override
  public RequirementView read(AccountRef account) {
    return keycloak.requirement(account);
  }

  @Override
  public RequirementView write(RequirementOrder order) {
    return keycloak.require(order);
  }
}
