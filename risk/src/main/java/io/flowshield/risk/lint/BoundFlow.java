package io.flowshield.risk.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A flow that something in the realm uses.
 *
 * @param kind what it is used for
 * @param place who uses it and what it is called, for a person
 * @param steps at its top, in order
 */
record BoundFlow(Kind kind, String place, List<FlowStep> steps) {

  /** What a flow is used for. */
  enum Kind {
    BROWSER,
    DIRECT_GRANT,
    REGISTRATION,
    RESET_CREDENTIALS,
    FIRST_BROKER_LOGIN,
    POST_BROKER_LOGIN;

    boolean isLogin() {
      return this == BROWSER || this == DIRECT_GRANT;
    }

    boolean isBrokered() {
      return this == FIRST_BROKER_LOGIN || this == POST_BROKER_LOGIN;
    }
  }

  /**
   * A step that may run, and how the flow gets there.
   *
   * @param path the sub-flows around it from the outermost, and the step itself at the end
   */
  record Visit(List<FlowStep> path) {
    FlowStep step() {
      return path.get(path.size() - 1);
    }

    /** The sub-flows around it, outermost first. */
    List<FlowStep> around() {
      return path.subList(0, path.size() - 1);
    }

    boolean is(Set<String> names) {
      return !step().subFlow() && names.contains(step().name());
    }

    /** True when nobody comes through both: they stand in two alternatives of the same flow. */
    boolean excludes(Visit other) {
      for (int i = 0; i < Math.min(path.size(), other.path.size()); i++) {
        FlowStep mine = path.get(i);
        FlowStep theirs = other.path.get(i);
        if (!mine.equals(theirs)) {
          return mine.requirement() == FlowStep.Requirement.ALTERNATIVE
              && theirs.requirement() == FlowStep.Requirement.ALTERNATIVE;
        }
      }
      return false;
    }
  }

  BoundFlow {
    steps = List.copyOf(steps);
  }

  /** Every step and sub-flow that may run, in the order in which Keycloak walks them. */
  List<Visit> visits() {
    List<Visit> visits = new ArrayList<>();
    walk(steps, List.of(), visits);
    return visits;
  }

  private static void walk(List<FlowStep> steps, List<FlowStep> around, List<Visit> visits) {
    for (FlowStep step : steps) {
      if (step.isEnabled()) {
        List<FlowStep> path = new ArrayList<>(around);
        path.add(step);
        visits.add(new Visit(List.copyOf(path)));
        walk(step.steps(), path, visits);
      }
    }
  }
}
