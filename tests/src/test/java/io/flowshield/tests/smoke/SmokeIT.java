package io.flowshield.tests.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.SmokeRun;
import io.flowshield.demo.SmokeRun.Outcome;
import io.flowshield.demo.SmokeRun.Scenario;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo's own scenarios, checked where they must have left their traces. */
@ExtendWith(FlowShieldExtension.class)
@Tag("D2")
@Tag("C1")
@Tag("F4")
class SmokeIT {

  @Test
  void everyScenarioLeavesItsTracesAndTheCheckMissesThoseThatAreTaken(FlowShieldStack stack)
      throws Exception {
    List<Outcome> outcomes = new SmokeRun(stack, System.out::println).run();
    SmokeCheck check = new SmokeCheck(stack);

    assertThat(outcomes).extracting(Outcome::scenario).containsExactlyInAnyOrder(Scenario.values());
    assertThat(check.missing(outcomes)).isEmpty();

    List<Outcome> fewer = new ArrayList<>(outcomes);
    Outcome finalised = of(outcomes, Scenario.REGISTRATION_FINALISED);
    fewer.remove(finalised);
    assertThat(check.missing(fewer)).containsExactly("nothing of REGISTRATION_FINALISED");

    Outcome denied = of(outcomes, Scenario.LOGIN_DENIED);
    KeycloakDatabase database = new KeycloakDatabase(stack.keycloak());
    assertThat(database.update("delete from FS_RISK_DECISION where ID = ?", denied.decision()))
        .isEqualTo(1);
    stack.scim().forget(finalised.userId());
    List<Outcome> renamed = new ArrayList<>(outcomes);
    Outcome rolledBack = of(outcomes, Scenario.REGISTRATION_ROLLED_BACK_AS_RISK_ROSE);
    renamed.set(
        renamed.indexOf(rolledBack),
        new Outcome(
            rolledBack.scenario(),
            rolledBack.userId(),
            "nobody@example.org",
            rolledBack.decision(),
            rolledBack.workflow() + "-gone",
            rolledBack.outcome(),
            rolledBack.reasons()));
    assertThat(check.missing(renamed))
        .anySatisfy(line -> assertThat(line).contains("LOGIN_DENIED", "not stored"))
        .anySatisfy(line -> assertThat(line).contains("crm's account is missing"))
        .anySatisfy(line -> assertThat(line).contains("has no history"))
        .anySatisfy(line -> assertThat(line).contains("no saga view COMPENSATED"))
        .anySatisfy(line -> assertThat(line).contains("no mail"));
  }

  private static Outcome of(List<Outcome> outcomes, Scenario scenario) {
    return outcomes.stream()
        .filter(outcome -> outcome.scenario() == scenario)
        .findFirst()
        .orElseThrow();
  }
}
