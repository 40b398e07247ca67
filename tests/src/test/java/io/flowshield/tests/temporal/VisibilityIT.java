package io.flowshield.tests.temporal;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.DemoFolders;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.ScimApplication;
import io.flowshield.demo.Visitor;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.Applicants;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.tests.stack.OwnStack;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Registrations of every outcome, found in Temporal's own server by what is known about their risk.
 * What must be found is taken from Keycloak's tables.
 */
@ExtendWith(NeedsTemporalServer.class)
@Tag("D7")
class VisibilityIT {
  /** What Keycloak knows of a saga. */
  private record Known(
      String workflow,
      String state,
      String decision,
      String level,
      String modelVersion,
      double score) {}

  /** Workflow ids: those that Temporal answers with, how many it counts, and those that it must. */
  private record Answer(Set<String> listed, long counted, Set<String> expected) {
    boolean right() {
      return listed.equals(expected) && counted == expected.size();
    }
  }

  private final List<Newcomer> people = new ArrayList<>();

  @Test
  void sagasAreFoundByTheirRiskAndNothingShownOfThemNamesAnybody() throws Exception {
    DemoFolders folders = OwnStack.folders("visibility");
    Path models = folders.work().resolve("worker-models");
    copy(folders.models(), models);
    try (FlowShieldStack stack = OwnStack.in("visibility").workerModels(models).start()) {
      try {
        check(stack, models);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("VisibilityIT", stack);
        throw e;
      }
    }
  }

  private void check(FlowShieldStack stack, Path models) throws Exception {
    Newcomer finalised = newcomer(stack, "finalised");
    finalised.confirm(finalised.mail());
    finalised.await("FINALISED");
    Newcomer waiting = newcomer(stack, "waiting");
    waiting.await("AWAITING_EMAIL");
    Newcomer held = held(stack);
    Newcomer refused = newcomer(stack, ScimApplication.REFUSED_PREFIX + "found");
    refused.confirm(refused.mail());
    refused.await("COMPENSATED");
    Newcomer risen = risen(stack);
    Newcomer judgedByRules = judgedByRules(stack, models);

    find(stack, "FlowShieldSagaState = 'FINALISED'", Set.of(finalised));
    // The neighbours' burst has put some of them there, too.
    assertThat(held.view().path("phase").asText()).isEqualTo("REVIEW");
    find(
        stack,
        "FlowShieldSagaState = 'REVIEW' AND FlowShieldDecision = 'REVIEW'",
        known -> known.state().equals("REVIEW"));
    find(stack, "FlowShieldSagaState = 'COMPENSATED'", Set.of(refused, risen));
    find(stack, "FlowShieldDecision = 'DENY'", Set.of(risen));
    find(stack, "FlowShieldModelVersion = 'rules/1'", Set.of(judgedByRules));
    find(
        stack,
        "FlowShieldSagaState = 'COMPENSATED' AND FlowShieldDecision != 'DENY'",
        Set.of(refused));
    find(stack, "FlowShieldRiskScore > 1", Set.of());

    findEachValue(stack, "FlowShieldSagaState", Known::state, 4);
    findEachValue(stack, "FlowShieldDecision", Known::decision, 3);
    findEachValue(stack, "FlowShieldRiskLevel", Known::level, 2);
    findEachValue(stack, "FlowShieldModelVersion", Known::modelVersion, 2);
    findByScore(stack);

    shownToPeople(stack, held, finalised, judgedByRules);
    nobodyIsNamed(stack);
  }

  // People

  private Newcomer newcomer(FlowShieldStack stack, String word) throws Exception {
    return newcomer(stack, word, Neighbourhoods.newHome());
  }

  private Newcomer newcomer(FlowShieldStack stack, String word, String home) throws Exception {
    Newcomer person = Newcomer.register(stack, word, home);
    people.add(person);
    return person;
  }

  private Newcomer held(FlowShieldStack stack) throws Exception {
    try (RealmRisk every = RealmRisk.everyRegistrationReviewed(stack.admin())) {
      Newcomer person = newcomer(stack, "held");
      person.await("REVIEW");
      return person;
    }
  }

  /** A look-alike registers from the same home before the link is followed: the score rises. */
  private Newcomer risen(FlowShieldStack stack) throws Exception {
    String home = Neighbourhoods.newHome();
    Newcomer person;
    try (RealmRisk every = RealmRisk.everyRiseRolledBack(stack.admin())) {
      person = newcomer(stack, "risen", home);
      person.await("AWAITING_EMAIL");
    }
    try (RealmRisk every = RealmRisk.everyRegistrationPasses(stack.admin())) {
      Newcomer lookalike = Newcomer.register(stack, Applicants.like(person.applicant()), home);
      people.add(lookalike);
      lookalike.settled();
    }
    person.follow(person.mail());
    assertThat(person.await("COMPENSATED").path("reason").asText()).isEqualTo("RISK_ROSE");
    return person;
  }

  /** The worker has lost its model when it looks at this one. */
  private Newcomer judgedByRules(FlowShieldStack stack, Path models) throws Exception {
    stack.worker().kill();
    delete(models.resolve("fraud_detection/registration"));
    stack.worker().start();
    Newcomer person = newcomer(stack, "by-rules");
    person.await("AWAITING_EMAIL");
    return person;
  }

  // Queries

  private void find(FlowShieldStack stack, String query, Set<Newcomer> expected) throws Exception {
    Set<String> ids = expected.stream().map(Newcomer::workflow).collect(Collectors.toSet());
    find(stack, query, known -> ids.contains(known.workflow()));
  }

  private void findEachValue(
      FlowShieldStack stack, String attribute, Function<Known, String> value, int atLeast)
      throws Exception {
    Set<String> values = known(stack).stream().map(value).collect(Collectors.toSet());
    assertThat(values).as(attribute).hasSizeGreaterThanOrEqualTo(atLeast);
    for (String wanted : values) {
      find(stack, attribute + " = '" + wanted + "'", known -> value.apply(known).equals(wanted));
    }
  }

  /** Bounds lie between scores, because databases may round them. */
  private void findByScore(FlowShieldStack stack) throws Exception {
    List<Double> scores =
        known(stack).stream().map(Known::score).distinct().sorted().collect(Collectors.toList());
    List<Double> bounds = new ArrayList<>();
    for (int i = 1; i < scores.size(); i++) {
      if (scores.get(i) - scores.get(i - 1) > 0.001) {
        bounds.add((scores.get(i) + scores.get(i - 1)) / 2);
      }
    }
    assertThat(bounds).as("bounds between the scores %s", scores).hasSizeGreaterThanOrEqualTo(2);
    for (double bound : bounds) {
      find(stack, "FlowShieldRiskScore >= " + number(bound), known -> known.score() >= bound);
      find(stack, "FlowShieldRiskScore < " + number(bound), known -> known.score() < bound);
    }
    double low = bounds.get(0);
    double high = bounds.get(bounds.size() - 1);
    find(
        stack,
        "FlowShieldRiskScore BETWEEN " + number(low) + " AND " + number(high),
        known -> known.score() >= low && known.score() <= high);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  /** Visibility follows the workflows by a moment. */
  private void find(FlowShieldStack stack, String query, Predicate<Known> wanted) throws Exception {
    var temporal = stack.temporal().client();
    Answer answer =
        eventually(
            query,
            () ->
                new Answer(
                    temporal
                        .listExecutions(query)
                        .map(found -> found.getExecution().getWorkflowId())
                        .collect(Collectors.toCollection(TreeSet::new)),
                    temporal.countWorkflows(query).getCount(),
                    known(stack).stream()
                        .filter(wanted)
                        .map(Known::workflow)
                        .collect(Collectors.toCollection(TreeSet::new))),
            Answer::right);
    System.out.printf("VisibilityIT: %s -> %d%n", query, answer.counted());
  }

  private List<Known> known(FlowShieldStack stack) throws Exception {
    List<Known> known = new ArrayList<>();
    for (Newcomer person : people) {
      JsonNode view = person.view();
      known.add(
          new Known(
              person.workflow(),
              view.path("phase").asText(),
              decision(stack, person, view),
              view.path("level").asText(),
              view.path("modelVersion").asText(),
              view.path("score").asDouble()));
    }
    return known;
  }

  /** The form's, unless the saga had to take another one. */
  private static String decision(FlowShieldStack stack, Newcomer person, JsonNode view)
      throws Exception {
    if (view.path("phase").asText().equals("REVIEW")) {
      return "REVIEW";
    }
    return view.path("reason").asText().equals("RISK_ROSE")
        ? "DENY"
        : new KeycloakDatabase(stack.keycloak())
            .column(
                "select RISK_ACTION from FS_RISK_DECISION where USER_ID = ? and DOOR = ?",
                person.userId(),
                "REGISTRATION")
            .get(0);
  }

  // What people see

  private static void shownToPeople(
      FlowShieldStack stack, Newcomer held, Newcomer finalised, Newcomer judgedByRules) {
    DescribeWorkflowExecutionResponse described =
        stack.temporal().describe(held.workflow()).orElseThrow();
    assertThat(text(described.getExecutionConfig().getUserMetadata().getSummary()))
        .contains("Registration in realm flowshield");
    assertThat(text(described.getExecutionConfig().getUserMetadata().getDetails()))
        .contains("Judged at the form", held.userId());
    assertThat(currentDetails(stack, held.workflow()))
        .contains("**REVIEW**: waiting for an administrator's verdict", "- risk: ")
        .contains("decision REVIEW");
    assertThat(currentDetails(stack, finalised.workflow()))
        .contains("**FINALISED**", "crm", "billing", "by registration/");
    assertThat(currentDetails(stack, judgedByRules.workflow()))
        .contains("**AWAITING_EMAIL**", "by rules/1", "- judged by rules: MODEL_");
    assertThat(currentDetails(stack, judgedByRules.workflow() + "-email"))
        .isEqualTo("Waiting for the click in the mail");
  }

  private static String currentDetails(FlowShieldStack stack, String workflow) {
    return stack
        .temporal()
        .client()
        .newUntypedWorkflowStub(workflow)
        .query("__temporal_workflow_metadata", WorkflowMetadata.class)
        .getCurrentDetails();
  }

  private static String text(Payload payload) {
    return payload.getData().toStringUtf8();
  }

  /** In descriptions (attributes, memo, summaries, failures), details and whole histories. */
  private void nobodyIsNamed(FlowShieldStack stack) {
    Map<String, String> shown = new TreeMap<>();
    stack
        .temporal()
        .client()
        .listExecutions("")
        .map(found -> found.getExecution().getWorkflowId())
        .forEach(workflow -> shown.put(workflow, shown(stack, workflow)));
    for (Newcomer person : people) {
      assertThat(shown).containsKey(person.workflow());
      assertThat(shown.get(person.workflow())).contains(person.userId());
      Visitor.Applicant applicant = person.applicant();
      for (String secret :
          List.of(
              applicant.email(),
              applicant.username(),
              applicant.firstName(),
              applicant.lastName(),
              applicant.password(),
              person.network())) {
        assertThat(shown)
            .as("workflows that show %s", secret)
            .noneSatisfy(
                (workflow, all) -> assertThat(all).contains(secret.toLowerCase(Locale.ROOT)));
      }
    }
  }

  /** One byte, one character: whatever else is in there, plain text is found. */
  private static String shown(FlowShieldStack stack, String workflow) {
    String all =
        new String(
                stack.temporal().describe(workflow).orElseThrow().toByteArray(),
                StandardCharsets.ISO_8859_1)
            + currentDetails(stack, workflow)
            + stack.temporal().client().fetchHistory(workflow).getEvents().stream()
                .map(event -> new String(event.toByteArray(), StandardCharsets.ISO_8859_1))
                .collect(Collectors.joining());
    return all.toLowerCase(Locale.ROOT);
  }

  // Files

  private static void copy(Path from, Path to) throws IOException {
    delete(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.createDirectories(to);
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
