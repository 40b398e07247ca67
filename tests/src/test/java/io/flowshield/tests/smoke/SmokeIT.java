package io.flowshield.tests.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.SmokeRun;
import io.flowshield.demo.SmokeRun.Outcome;
import io.flowshield.demo.SmokeRun.Scenario;
import io.flowshield.tests.stack.Eventually;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.OwnStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The demo's own scenarios, checked where they must have left their traces. On a realm of their
 * own, as in the demo: the registrations of other tests would add up to a burst.
 */
@Tag("D2")
@Tag("C1")
@Tag("F4")
class SmokeIT {

  @Test
  void everyScenarioLeavesItsTracesAndTheCheckMissesThoseThatAreTaken() throws Exception {
    try (FlowShieldStack stack = OwnStack.in("smoke").start()) {
      check(stack);
    }
  }

  private static void check(FlowShieldStack stack) throws Exception {
    List<Outcome> outcomes = new SmokeRun(stack.applications(), System.out::println).run();
    SmokeCheck check = new SmokeCheck(stack);

    assertThat(outcomes).extracting(Outcome::scenario).containsExactlyInAnyOrder(Scenario.values());
    // A saga tells its last phase a moment before it ends.
    Eventually.eventually("every trace", () -> check.missing(outcomes), List::isEmpty);

    Outcome finalised = of(outcomes, Scenario.REGISTRATION_FINALISED);
    Outcome rolledBack = of(outcomes, Scenario.REGISTRATION_ROLLED_BACK_AS_RISK_ROSE);
    Outcome challenged = of(outcomes, Scenario.LOGIN_CHALLENGED);
    List<Outcome> fewer = new ArrayList<>(outcomes);
    fewer.remove(finalised);
    assertThat(check.missing(fewer)).containsExactly("nothing of REGISTRATION_FINALISED");

    // A workflow of which Temporal has nothing.
    assertThat(check.missing(with(outcomes, rolledBack, rolledBack.workflow() + "-gone")))
        .containsExactly(
            "%s: workflow %s-gone is not known"
                .formatted(rolledBack.scenario(), rolledBack.workflow()),
            "%s: no saga view COMPENSATED of %s-gone"
                .formatted(rolledBack.scenario(), rolledBack.workflow()));
    // Somebody else's workflow in its place: the history is not that of the decision.
    assertThat(check.missing(with(outcomes, rolledBack, finalised.workflow())))
        .contains(
            "%s: workflow %s has no history that begins with decision %s"
                .formatted(rolledBack.scenario(), finalised.workflow(), rolledBack.decision()));

    List<String> expected = new ArrayList<>();
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    for (Outcome outcome : outcomes) {
      assertThat(database.update("delete from FS_RISK_DECISION where ID = ?", outcome.decision()))
          .isEqualTo(1);
      expected.add("%s: decision %s not stored".formatted(outcome.scenario(), outcome.decision()));
      assertThat(check.missing(outcomes)).containsExactlyInAnyOrderElementsOf(expected);
    }
    assertThat(
            database.update("delete from FS_SAGA_VIEW where WORKFLOW_ID = ?", finalised.workflow()))
        .isEqualTo(1);
    expected.add(
        "%s: no saga view FINALISED of %s".formatted(finalised.scenario(), finalised.workflow()));
    assertThat(check.missing(outcomes)).containsExactlyInAnyOrderElementsOf(expected);

    stack.scim().forget(finalised.userId());
    expected.add(finalised.scenario() + ": crm's account is missing");
    assertThat(check.missing(outcomes)).containsExactlyInAnyOrderElementsOf(expected);

    stack.mail().forget(finalised.email());
    expected.add(
        "%s: no mail confirms the address of %s"
            .formatted(finalised.scenario(), finalised.userId()));
    assertThat(check.missing(outcomes)).containsExactlyInAnyOrderElementsOf(expected);
    stack.mail().forget(challenged.email());
    expected.add(challenged.scenario() + ": no mail has a code");
    assertThat(check.missing(outcomes)).containsExactlyInAnyOrderElementsOf(expected);

    // Temporal's Java test server cannot delete a workflow; its own deletes a moment later.
    if (stack.temporal().real()) {
      stack.temporal().delete(finalised.workflow());
      expected.add(
          "%s: workflow %s is not known".formatted(finalised.scenario(), finalised.workflow()));
      Eventually.eventually(
          "the deleted workflow is missed",
          () -> Set.copyOf(check.missing(outcomes)),
          Set.copyOf(expected)::equals);
      assertThat(check.missing(outcomes)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private static List<Outcome> with(List<Outcome> outcomes, Outcome one, String workflow) {
    List<Outcome> changed = new ArrayList<>(outcomes);
    changed.set(
        changed.indexOf(one),
        new Outcome(
            one.scenario(),
            one.userId(),
            one.email(),
            one.decision(),
            workflow,
            one.outcome(),
            one.reasons()));
    return changed;
  }

  private static Outcome of(List<Outcome> outcomes, Scenario scenario) {
    return outcomes.stream()
        .filter(outcome -> outcome.scenario() == scenario)
        .findFirst()
        .orElseThrow();
  }
}
