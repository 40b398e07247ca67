package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.MailProgress;
import io.flowshield.workflow.RegistrationRequest;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.SagaOutcome;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.SagaState;
import io.temporal.client.WorkflowClient;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Workflows live for days: those that began under an older release go on under this one. The
 * repository keeps the histories of every release, in {@code histories/<version>}; a change after
 * which one of them cannot be replayed needs {@code Workflow.getVersion}. {@link
 * #recordings_of_this_version} writes this version's to {@code target/histories}; a release copies
 * them.
 */
@Tag("D11")
@Timeout(120)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ReplayTest {
  private static final JsonMapper JSON = new JsonMapper();

  private static final Class<?>[] OTHERS = {
    EmailVerificationImpl.class,
    ServiceProvisioningImpl.class,
    AdaptiveAuthenticationImpl.class,
    DeprovisioningImpl.class
  };

  @TestFactory
  Stream<DynamicTest> recordings_of_releases() throws IOException, URISyntaxException {
    List<Path> recordings = recordings();
    return recordings.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getParent().getFileName() + " " + file.getFileName(),
                    () -> replay(read(file), AuthenticationSagaImpl.class)));
  }

  @Test
  void every_scenario_and_every_workflow_is_recorded_for_every_release() throws Exception {
    Set<String> versions = new TreeSet<>();
    for (Path file : recordings()) {
      versions.add(file.getParent().getFileName().toString());
    }
    assertThat(versions).isNotEmpty();
    for (String version : versions) {
      Set<String> types =
          recordings().stream()
              .filter(file -> file.getParent().getFileName().toString().equals(version))
              .map(
                  file ->
                      read(file)
                          .getEvents()
                          .get(0)
                          .getWorkflowExecutionStartedEventAttributes()
                          .getWorkflowType()
                          .getName())
              .collect(Collectors.toSet());
      assertThat(types)
          .contains(
              "AuthenticationSaga",
              "EmailVerification",
              "ServiceProvisioning",
              "AdaptiveAuthentication",
              "Deprovisioning");
    }
  }

  @TestFactory
  Stream<DynamicTest> recordings_of_this_version() {
    return Histories.SCENARIOS.entrySet().stream()
        .map(
            scenario ->
                DynamicTest.dynamicTest(
                    scenario.getKey(),
                    () -> {
                      try (SagaStage stage = new SagaStage()) {
                        scenario.getValue().accept(stage);
                        record(scenario.getKey(), stage);
                      }
                    }));
  }

  @Test
  void a_change_that_breaks_running_sagas_is_found() throws Exception {
    for (Path file : recordings()) {
      WorkflowExecutionHistory history = read(file);
      if (file.getFileName().toString().startsWith("finalised-AuthenticationSaga")) {
        assertThatThrownBy(() -> replay(history, SagaThatSleepsFirst.class))
            .hasStackTraceContaining("NonDeterministicException");
        return;
      }
    }
    throw new AssertionError("no recording of a saga that was finalised");
  }

  /** As if somebody had put a pause in front of everything. */
  public static final class SagaThatSleepsFirst implements AuthenticationSaga {
    private final AuthenticationSaga saga;

    @WorkflowInit
    public SagaThatSleepsFirst(RegistrationRequest request) {
      saga = new AuthenticationSagaImpl(request);
    }

    @Override
    public SagaOutcome register(RegistrationRequest request) {
      Workflow.sleep(Duration.ofSeconds(1));
      return saga.register(request);
    }

    @Override
    public void emailVerified(SagaSignal signal) {
      saga.emailVerified(signal);
    }

    @Override
    public void riskChanged(SagaSignal signal) {
      saga.riskChanged(signal);
    }

    @Override
    public void userRemoved(SagaSignal signal) {
      saga.userRemoved(signal);
    }

    @Override
    public void mailProgress(MailProgress progress) {
      saga.mailProgress(progress);
    }

    @Override
    public SagaState review(ReviewVerdict verdict) {
      return saga.review(verdict);
    }

    @Override
    public void validateReview(ReviewVerdict verdict) {
      saga.validateReview(verdict);
    }

    @Override
    public SagaState state() {
      return saga.state();
    }
  }

  private static void replay(WorkflowExecutionHistory history, Class<?> saga) throws Exception {
    WorkflowReplayer.replayWorkflowExecution(history, saga, OTHERS);
  }

  private static void record(String scenario, SagaStage stage) throws Exception {
    WorkflowClient client = stage.environment.getWorkflowClient();
    Path folder = Files.createDirectories(Path.of("target", "histories"));
    for (String id : Histories.workflows(client, scenario)) {
      WorkflowExecutionHistory history = client.fetchHistory(id);
      String type =
          history
              .getEvents()
              .get(0)
              .getWorkflowExecutionStartedEventAttributes()
              .getWorkflowType()
              .getName();
      Files.writeString(folder.resolve(scenario + "-" + type + ".json"), anonymous(history) + "\n");
      replay(history, AuthenticationSagaImpl.class);
    }
  }

  /** Without the process and the machine that it ran on. */
  private static String anonymous(WorkflowExecutionHistory history) throws IOException {
    JsonNode json = JSON.readTree(history.toJson(false));
    json.findParents("identity").forEach(parent -> ((ObjectNode) parent).remove("identity"));
    return JSON.writeValueAsString(json);
  }

  private static List<Path> recordings() throws IOException, URISyntaxException {
    Path root = Path.of(Objects.requireNonNull(ReplayTest.class.getResource("/histories")).toURI());
    try (Stream<Path> files = Files.walk(root, 2)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static WorkflowExecutionHistory read(Path file) {
    try {
      return WorkflowExecutionHistory.fromJson(Files.readString(file), SagaStage.ID);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
