package io.flowshield.worker;

import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.workflow.MailActivities;
import io.flowshield.workflow.MailRequest;

/** Has Keycloak send mail, so that no address leaves it. */
public final class MailActivitiesImpl implements MailActivities {
  private final KeycloakClient keycloak;

  public MailActivitiesImpl(KeycloakClient keycloak) {
    this.keycloak = keycloak;
  }

  @Override
  public void send(MailRequest mail) {
    keycloak.mail(mail);
  }
}
