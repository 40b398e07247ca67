package io.flowshield.authn.binding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;

/** A flow with all its sub-flows, in the order in which Keycloak walks it. */
final class FlowTree {
  /**
   * One step.
   *
   * @param execution as stored
   * @param parent the step whose sub-flow it stands in; null at the top
   */
  record Step(AuthenticationExecutionModel execution, @Nullable Step parent) {
    boolean isEnabled() {
      return !execution.isDisabled() && (parent == null || parent.isEnabled());
    }

    String authenticator() {
      String name = execution.getAuthenticator();
      return name == null ? "" : name;
    }
  }

  private final List<Step> steps = new ArrayList<>();

  FlowTree(RealmModel realm, AuthenticationFlowModel flow) {
    walk(realm, flow.getId(), null);
  }

  private void walk(RealmModel realm, String flowId, @Nullable Step parent) {
    realm
        .getAuthenticationExecutionsStream(flowId)
        .forEachOrdered(
            execution -> {
              Step step = new Step(execution, parent);
              steps.add(step);
              if (execution.isAuthenticatorFlow() && execution.getFlowId() != null) {
                walk(realm, execution.getFlowId(), step);
              }
            });
  }

  List<Step> steps() {
    return List.copyOf(steps);
  }

  boolean uses(String authenticator) {
    return steps.stream().anyMatch(step -> step.authenticator().equals(authenticator));
  }

  /** Whether any step is one of ours. */
  boolean usesOurs() {
    return steps.stream().anyMatch(step -> step.authenticator().startsWith("flowshield-"));
  }

  /** Steps that run, by authenticator. */
  List<Step> enabled(Set<String> authenticators) {
    return steps.stream()
        .filter(Step::isEnabled)
        .filter(step -> authenticators.contains(step.authenticator()))
        .toList();
  }

  /**
   * The step behind which more REQUIRED steps may stand: the nearest of a step and its ancestors
   * that is not itself one of several alternatives. None when every one of them is.
   */
  static Optional<Step> anchor(Step step) {
    for (Step at = step; at != null; at = at.parent()) {
      if (!at.execution().isAlternative()) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  /**
   * The outermost step around an anchor that every login through it still has to finish: behind it
   * stands what must come last.
   */
  static Step outermost(Step anchor) {
    Step at = anchor;
    while (at.parent() != null && !at.parent().execution().isAlternative()) {
      at = at.parent();
    }
    return at;
  }
}
