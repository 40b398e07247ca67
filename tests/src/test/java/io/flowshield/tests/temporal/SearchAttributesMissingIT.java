package io.flowshield.tests.temporal;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.MailCatcher;
import io.flowshield.demo.TemporalProcess;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.tests.stack.OwnStack;
import io.flowshield.workflow.SearchAttributeRegistration;
import io.flowshield.workflow.SearchAttributes;
import io.temporal.api.enums.v1.WorkflowTaskFailedCause;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A namespace that others have filled: it takes three attributes of type Double at most, and they
 * hold all three, so that neither relay nor worker can create ours. Later an operator takes one of
 * ours away under a running saga.
 */
@ExtendWith(NeedsTemporalServer.class)
@Tag("D1")
@Tag("D7")
class SearchAttributesMissingIT {
  private static final List<String> OTHERS = List.of("OthersFirst", "OthersSecond", "OthersThird");

  @Test
  void whatIsMissingIsSaidAndNothingIsLostUntilItIsThere() throws Exception {
    try (FlowShieldStack stack =
        OwnStack.in("search-attributes")
            .temporal(server -> OTHERS.forEach(name -> server.searchAttribute(name, "Double")))
            .withoutWorker()
            .start()) {
      try {
        fullNamespace(stack);
        attributeTakenAway(stack);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("SearchAttributesMissingIT", stack);
        throw e;
      }
    }
  }

  private static void fullNamespace(FlowShieldStack stack) throws Exception {
    Newcomer person = Newcomer.register(stack, "no-room", Neighbourhoods.newHome());
    JsonNode outbox =
        eventually(
            "the health page says why",
            () -> stack.admin().get("/flowshield/health").path("outbox"),
            view -> view.path("error").asText().contains("lacks search attributes"));
    assertThat(outbox.path("error").asText())
        .contains("namespace default lacks search attributes")
        .contains("cannot have more than 3 search attribute of type Double")
        .contains("create them with: temporal operator search-attribute create");
    assertThat(outbox.at("/states/NEW").asInt() + outbox.at("/states/LEASED").asInt()).isEqualTo(1);
    assertThat(stack.keycloak().tail(200)).contains("rows wait: Temporal: namespace default lacks");
    stack.worker().launch();
    eventually(
        "the worker says why it waits",
        () -> stack.worker().tail(50),
        log -> log.contains("sagas stand still: namespace default lacks search attributes"));
    assertThat(stack.worker().registerSearchAttributes()).isEqualTo(1);
    assertThat(stack.worker().ready()).isFalse();
    assertThat(person.waiting()).isEqualTo(1);

    temporal(
        stack,
        "operator search-attribute remove --namespace default --yes --name " + OTHERS.get(0));
    temporal(stack, SearchAttributeRegistration.command("default").replaceFirst("^temporal ", ""));
    Instant created = Instant.now();

    stack.worker().awaitReady();
    MailCatcher.Mail mail = person.mail();
    System.out.printf(
        "SearchAttributesMissingIT: the mail was there %d ms after the attributes%n",
        Duration.between(created, Instant.now()).toMillis());
    person.confirm(mail);
    person.finishedOnce();
    assertThat(stack.worker().registerSearchAttributes()).isZero();
  }

  private static void attributeTakenAway(FlowShieldStack stack) throws Exception {
    Newcomer person = Newcomer.register(stack, "taken-away", Neighbourhoods.newHome());
    MailCatcher.Mail mail = person.mail();
    person.await("AWAITING_EMAIL");

    temporal(
        stack,
        "operator search-attribute remove --namespace default --yes --name "
            + SearchAttributes.SAGA_STATE.getName());
    Instant removed = Instant.now();
    person.confirm(mail);

    person.finishedOnce();
    System.out.printf(
        "SearchAttributesMissingIT: the saga had ended %d ms after the attribute was taken away%n",
        Duration.between(removed, Instant.now()).toMillis());
    assertThat(stack.temporal().client().fetchHistory(person.workflow()).getEvents())
        .anySatisfy(
            event ->
                assertThat(event.getWorkflowTaskFailedEventAttributes().getCause())
                    .isEqualTo(
                        WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_BAD_SEARCH_ATTRIBUTES));
  }

  /** What an operator types. */
  private static void temporal(FlowShieldStack stack, String arguments) throws Exception {
    Path program = TemporalProcess.command().orElseThrow();
    List<String> line = new ArrayList<>(List.of(program.toString()));
    line.addAll(List.of(arguments.split(" ", -1)));
    line.addAll(List.of("--address", stack.temporal().address()));
    File output = Files.createTempFile("temporal", ".log").toFile();
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(arguments).isTrue();
    assertThat(process.exitValue())
        .as(arguments + "\n" + Files.readString(output.toPath()))
        .isZero();
    Files.delete(output.toPath());
  }
}
