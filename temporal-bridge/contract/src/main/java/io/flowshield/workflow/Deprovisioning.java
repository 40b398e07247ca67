package io.flowshield.workflow;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/**
 * Takes an account that has been removed out of every service. Workflow id: {@link
 * WorkflowIds#deprovisioning}, which is not used again: an account is removed once.
 */
@WorkflowInterface
public interface Deprovisioning {

  /** Ends when every service has confirmed; one that does not is asked again for ever. */
  @WorkflowMethod(name = "Deprovisioning")
  void withdraw(AccountRef account);

  /** Names of the services that may still hold the account. */
  @QueryMethod
  List<String> remaining();
}
