package io.flowshield.tests.smoke;

import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher.Mail;
import io.flowshield.demo.SmokeRun.Outcome;
import io.flowshield.demo.SmokeRun.Scenario;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
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
      mails(outcome, missing);
      if (!outcome.workflow().isEmpty()) {
        workflow(outcome, missing);
        view(outcome, missing);
        services(outcome, missing);
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

  private void mails(Outcome outcome, List<String> missing) {
    List<Mail> mails = stack.mail().mailsTo(outcome.email());
    String at = outcome.scenario() + ": ";
    switch (outcome.scenario()) {
      case REGISTRATION_FINALISED -> {
        if (mails.stream().noneMatch(mail -> confirms(mail, outcome.userId()))) {
          missing.add(at + "no mail confirms the address of " + outcome.userId());
        }
      }
      case REGISTRATION_REFUSED_BY_A_SERVICE, REGISTRATION_ROLLED_BACK_AS_RISK_ROSE -> {
        if (mails.stream().noneMatch(mail -> confirms(mail, outcome.userId()))) {
          missing.add(at + "no mail confirms the address of " + outcome.userId());
        }
        if (mails.stream().allMatch(mail -> confirms(mail, outcome.userId()))) {
          missing.add(at + "no mail tells of the withdrawal");
        }
      }
      case LOGIN_CHALLENGED -> {
        if (mails.stream().noneMatch(mail -> mail.code().isPresent())) {
          missing.add(at + "no mail has a code");
        }
      }
      case LOGIN_UNCHALLENGED, LOGIN_DENIED -> {}
    }
  }

  /** Whether a mail's link confirms a user's address: the token's payload names the subject. */
  private static boolean confirms(Mail mail, String userId) {
    String[] parts =
        mail.link()
            .filter(link -> link.getPath().endsWith("/flowshield/verify"))
            .map(link -> link.getQuery().split("\\.", -1))
            .orElseGet(() -> new String[0]);
    return parts.length == 3
        && new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
            .contains("\"" + userId + "\"");
  }

  /** Its history must begin with the decision at the form, and have ended. */
  private void workflow(Outcome outcome, List<String> missing) {
    String at = outcome.scenario() + ": workflow " + outcome.workflow();
    if (stack.temporal().describe(outcome.workflow()).isEmpty()) {
      missing.add(at + " is not known");
      return;
    }
    List<HistoryEvent> history =
        stack.temporal().client().fetchHistory(outcome.workflow()).getEvents();
    boolean decided =
        history
            .get(0)
            .getWorkflowExecutionStartedEventAttributes()
            .getInput()
            .getPayloadsList()
            .stream()
            .anyMatch(payload -> payload.getData().toStringUtf8().contains(outcome.decision()));
    if (!decided) {
      missing.add(at + " has no history that begins with decision " + outcome.decision());
    }
    EventType last = history.get(history.size() - 1).getEventType();
    if (last != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED) {
      missing.add(at + " ended with " + last);
    }
  }

  private void view(Outcome outcome, List<String> missing) throws SQLException {
    String at = outcome.scenario() + ": ";
    String phase =
        outcome.scenario() == Scenario.REGISTRATION_FINALISED ? "FINALISED" : "COMPENSATED";
    if (database.count(
            "select count(*) from FS_SAGA_VIEW where USER_ID = ? and WORKFLOW_ID = ? and PHASE = ?",
            outcome.userId(),
            outcome.workflow(),
            phase)
        != 1) {
      missing.add(at + "no saga view " + phase + " of " + outcome.workflow());
    }
    if (database.count(
            "select count(*) from FS_OUTBOX where USER_ID = ? and EVENT_TYPE = 'REGISTRATION'",
            outcome.userId())
        != 1) {
      missing.add(at + "no outbox row of " + outcome.userId());
    }
  }

  private void services(Outcome outcome, List<String> missing) {
    String at = outcome.scenario() + ": ";
    boolean expected = outcome.scenario() == Scenario.REGISTRATION_FINALISED;
    if (stack.scim().findByExternalId(outcome.userId()).isPresent() != expected) {
      missing.add(at + "crm's account is " + (expected ? "missing" : "still there"));
    }
    if (stack.webhook().holds(outcome.userId()) != expected) {
      missing.add(at + "billing's account is " + (expected ? "missing" : "still there"));
    }
  }
}
