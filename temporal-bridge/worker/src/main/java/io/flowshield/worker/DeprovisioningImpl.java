package io.flowshield.worker;

import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.Deprovisioning;
import io.flowshield.workflow.ProvisioningActivities;
import io.flowshield.workflow.ProvisioningRequest;
import io.flowshield.workflow.SearchAttributes;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All services at once: one that is away does not keep the account in the others. */
public final class DeprovisioningImpl implements Deprovisioning {
  private final List<String> remaining = new ArrayList<>();

  /** What went wrong last, by service. */
  private final Map<String, String> faults = new TreeMap<>();

  @Override
  public void withdraw(AccountRef account) {
    remaining.addAll(
        Workflow.newActivityStub(
                ProvisioningActivities.class, Steps.provisioning("Services to withdraw from"))
            .services());
    show();
    List<Promise<Void>> all = new ArrayList<>();
    for (String service : List.copyOf(remaining)) {
      ProvisioningRequest order =
          new ProvisioningRequest(account, service, Workflow.randomUUID().toString());
      all.add(Async.procedure(this::withdrawFrom, order));
    }
    Promise.allOf(all).get();
  }

  private void withdrawFrom(ProvisioningRequest order) {
    for (int round = 1; ; round++) {
      try {
        Workflow.newActivityStub(
                ProvisioningActivities.class,
                Steps.options(
                    WorkflowIds.PROVISIONING_QUEUE,
                    "Withdraw from " + order.service(),
                    RetryRounds.options(round)))
            .withdraw(order);
        remaining.remove(order.service());
        faults.remove(order.service());
        show();
        return;
      } catch (ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
          throw failure;
        }
        faults.put(order.service(), Failures.detail(failure));
        show();
        Workflow.sleep(RetryRounds.pause(round));
      }
    }
  }

  @Override
  public List<String> remaining() {
    return List.copyOf(remaining);
  }

  private void show() {
    String state = remaining.isEmpty() ? "DEPROVISIONED" : "DEPROVISIONING";
    Workflow.upsertTypedSearchAttributes(SearchAttributes.SAGA_STATE.valueSet(state));
    List<String> lines = new ArrayList<>();
    lines.add("**" + state + "**\n");
    lines.add("- still in: " + (remaining.isEmpty() ? "none" : String.join(", ", remaining)));
    faults.forEach((service, fault) -> lines.add("- not withdrawn yet: " + service + ": " + fault));
    Workflow.setCurrentDetails(String.join("\n", lines));
  }
}
