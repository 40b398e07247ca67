package io.flowshield.worker;

import io.flowshield.worker.connector.Person;
import io.flowshield.worker.connector.ServiceConnector;
import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.worker.keycloak.Registration;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.ProvisioningActivities;
import io.flowshield.workflow.ProvisioningRequest;
import io.temporal.failure.ApplicationFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fetches the profile from Keycloak at the last moment and hands it to the service's connector. */
public final class ProvisioningActivitiesImpl implements ProvisioningActivities {
  private final KeycloakClient keycloak;
  private final Map<String, ServiceConnector> connectors = new LinkedHashMap<>();

  public ProvisioningActivitiesImpl(KeycloakClient keycloak, List<ServiceConnector> connectors) {
    this.keycloak = keycloak;
    for (ServiceConnector connector : connectors) {
      this.connectors.put(connector.name(), connector);
    }
  }

  @Override
  public List<String> services() {
    return List.copyOf(connectors.keySet());
  }

  @Override
  public void provision(ProvisioningRequest request) {
    ServiceConnector connector = connector(request.service());
    Registration found = keycloak.registration(request.account());
    Person person =
        new Person(
            found.userId(),
            found.username(),
            found.email(),
            found.firstName(),
            found.lastName(),
            found.locale());
    connector.provision(person, request.idempotencyKey() + "-provision");
  }

  @Override
  public void withdraw(ProvisioningRequest request) {
    connector(request.service())
        .withdraw(
            request.account().realm(),
            request.account().userId(),
            request.idempotencyKey() + "-withdraw");
  }

  private ServiceConnector connector(String service) {
    ServiceConnector connector = connectors.get(service);
    if (connector == null) {
      // Retried: a service that was taken out of the settings too early can be put back.
      throw ApplicationFailure.newFailure(
          service + ": not in this worker's settings", FailureTypes.SERVICE_UNAVAILABLE);
    }
    return connector;
  }
}
