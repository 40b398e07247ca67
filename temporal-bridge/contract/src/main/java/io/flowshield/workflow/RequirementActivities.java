package io.flowshield.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * Reads and writes what Keycloak requires of users. Task queue: {@link WorkflowIds#SAGA_QUEUE}.
 * Both fail with {@link FailureTypes#ACCOUNT_GONE} when there is no such user.
 */
@ActivityInterface
public interface RequirementActivities {

  /** What is required now. */
  @ActivityMethod(name = "RequirementRead")
  RequirementView read(AccountRef account);

  /**
   * Requires something else, unless somebody has changed it meanwhile. Idempotent.
   *
   * @return what is required then: what was ordered, or what somebody else has set
   */
  @ActivityMethod(name = "RequirementWrite")
  RequirementView write(RequirementOrder order);
}
