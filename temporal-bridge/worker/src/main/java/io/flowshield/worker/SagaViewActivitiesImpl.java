package io.flowshield.worker;

import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.workflow.SagaView;
import io.flowshield.workflow.SagaViewActivities;

/** Shows sagas in Keycloak's console. */
public final class SagaViewActivitiesImpl implements SagaViewActivities {
  private final KeycloakClient keycloak;

  public SagaViewActivitiesImpl(KeycloakClient keycloak) {
    this.keycloak = keycloak;
  }

  @Override
  public void publish(SagaView view) {
    keycloak.publish(view);
  }
}
