package io.flowshield.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Acts on the account in Keycloak; each call is idempotent. Task queue: that of the saga. */
@ActivityInterface
public interface AccountActivities {

  /**
   * Ensures the attributes and groups that every registered account gets.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link FailureTypes#ACCOUNT_GONE}
   */
  @ActivityMethod(name = "AccountPrepare")
  AccountStatus prepare(AccountRef account);

  /**
   * Puts the account into use. Not compensatable.
   *
   * @throws io.temporal.failure.ApplicationFailure of type {@link FailureTypes#ACCOUNT_GONE}
   */
  @ActivityMethod(name = "AccountFinalise")
  void finalise(AccountRef account);

  /**
   * Disables the account and ends its sessions. An account that is gone counts as withdrawn.
   *
   * @param reason code, shown to the person and to administrators
   */
  @ActivityMethod(name = "AccountWithdraw")
  void withdraw(AccountRef account, String reason);
}
