package io.flowshield.risk.lint;

import java.util.List;
import java.util.Map;

/**
 * A step of a flow, or a sub-flow.
 *
 * @param name provider id of a step, alias of a sub-flow
 * @param subFlow whether it is a sub-flow
 * @param requirement as set
 * @param config settings of a step
 * @param steps of a sub-flow, in the order in which Keycloak walks them; none for a step
 */
record FlowStep(
    String name,
    boolean subFlow,
    Requirement requirement,
    Map<String, String> config,
    List<FlowStep> steps) {

  /** As in Keycloak. */
  enum Requirement {
    REQUIRED,
    ALTERNATIVE,
    CONDITIONAL,
    DISABLED
  }

  FlowStep {
    config = Map.copyOf(config);
    steps = List.copyOf(steps);
  }

  boolean isEnabled() {
    return requirement != Requirement.DISABLED;
  }

  /** Those steps right in a sub-flow that run. */
  List<FlowStep> enabled() {
    return steps.stream().filter(FlowStep::isEnabled).toList();
  }

  String setting(String key, String otherwise) {
    String value = config.get(key);
    return value == null || value.isBlank() ? otherwise : value.strip();
  }
}
