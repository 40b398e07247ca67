package io.flowshield.tests.smoke;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.SmokeRun.Outcome;
import io.flowshield.demo.SmokeRun.Scenario;
import io.flowshield.tests.stack.KeycloakDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for each id of a smoke run where it must have left a trace, past Flow Shield's own REST.
 */
final class SmokeCheck {
  private final FlowShieldStack stack;
  private final KeycloakDatabase database;

  SmokeCheck(FlowShieldStack stack) {
    this.stack = stack;
    this.database = new KeycloakDatabase(stack.keycloak());
  }

  /** What is missing, one sentence each. */
  List<String> missing(List<Outcome> outcomes) throws SQLException {
    List<String> missing = new ArrayList<>();
    for (Scenario scenario : Scenario.values()) {
      if (outcomes.stream().noneMatch(outcome -> outcome.scenario() == scenario)) {
        missing.add("nothing of " + scenario);
      }
    }
    for (Outcome outcome : outcomes) {
      decision(outcome, missing);
      if (outcome.workflow().isEmpty()) {
        continue;
      }
      workflow(outcome, missing);
      services(outcome, missing);
    }
    for (Outcome outcome : outcomes) {
      boolean mailed =
          outcome.scenario() != Scenario.LOGIN_UNCHALLENGED
              && outcome.scenario() != Scenario.LOGIN_DENIED;
      if (mailed && stack.mail().mailsTo(outcome.email()).isEmpty()) {
        missing.add(outcome.scenario() + ": no mail");
      }
    }
    return missing;
  }

  private void decision(Outcome outcome, List<String> missing) throws SQLException {
    List<String> users =
        database.column("select USER_ID from FS_RISK_DECISION where ID = ?", outcome.decision());
    if (!users.equals(List.of(outcome.userId()))) {
      missing.add(outcome.scenario() + ": decision " + outcome.decision() + " not stored");
    }
  }

  private void workflow(Outcome outcome, List<String> missing) throws SQLException {
    String at = outcome.scenario() + ": ";
    if (stack.temporal().describe(outcome.workflow()).isEmpty()
        || stack.temporal().client().fetchHistory(outcome.workflow()).getEvents().isEmpty()) {
      missing.add(at + "workflow " + outcome.workflow() + " has no history");
    }
    String phase =
        outcome.scenario() == Scenario.REGISTRATION_FINALISED ? "FINALISED" : "COMPENSATED";
    if (database.count(
            "select count(*) from FS_SAGA_VIEW where USER_ID = ? and WORKFLOW_ID = ? and PHASE = ?",
            outcome.userId(),
            outcome.workflow(),
            phase)
        != 1) {
      missing.add(at + "no saga view " + phase);
    }
    if (database.count(
            "select count(*) from FS_OUTBOX where USER_ID = ? and EVENT_TYPE = 'REGISTRATION'",
            outcome.userId())
        != 1) {
      missing.add(at + "no outbox row");
    }
  }

  private void services(Outcome outcome, List<String> missing) {
    boolean expected = outcome.scenario() == Scenario.REGISTRATION_FINALISED;
    String at = outcome.scenario() + ": ";
    if (stack.scim().findByExternalId(outcome.userId()).isPresent() != expected) {
      missing.add(at + "crm's account is " + (expected ? "missing" : "still there"));
    }
    if (stack.webhook().holds(outcome.userId()) != expected) {
      missing.add(at + "billing's account is " + (expected ? "missing" : "still there"));
    }
  }
}
