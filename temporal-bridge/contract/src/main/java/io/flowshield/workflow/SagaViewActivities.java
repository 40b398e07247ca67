package io.flowshield.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Shows sagas in Keycloak. Task queue: that of the saga. */
@ActivityInterface
public interface SagaViewActivities {

  /** Replaces the saga's row. */
  @ActivityMethod(name = "SagaPublish")
  void publish(SagaView view);
}
