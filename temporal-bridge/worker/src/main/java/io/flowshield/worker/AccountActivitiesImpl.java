package io.flowshield.worker;

import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.workflow.AccountActivities;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.AccountStatus;
import io.flowshield.workflow.FailureTypes;
import io.temporal.failure.ApplicationFailure;

/** Acts on accounts through Keycloak's worker endpoints. */
public final class AccountActivitiesImpl implements AccountActivities {
  private final KeycloakClient keycloak;
  private final WorkerConfig.Account settings;

  public AccountActivitiesImpl(KeycloakClient keycloak, WorkerConfig.Account settings) {
    this.keycloak = keycloak;
    this.settings = settings;
  }

  @Override
  public AccountStatus prepare(AccountRef account) {
    keycloak.prepare(account, settings.attributes(), settings.groups());
    return new AccountStatus(keycloak.registration(account).emailVerified());
  }

  @Override
  public void finalise(AccountRef account) {
    keycloak.finalise(account);
  }

  @Override
  public void withdraw(AccountRef account, String reason) {
    try {
      keycloak.withdraw(account, reason);
    } catch (ApplicationFailure failure) {
      if (!FailureTypes.ACCOUNT_GONE.equals(failure.getType())) {
        throw failure;
      }
    }
  }
}
