package io.flowshield.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxEvent.Type;
import io.flowshield.risk.policy.AdaptiveSettings;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.MailProgress;
import io.flowshield.workflow.RegistrationRequest;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.SagaOutcome;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.SagaState;
import io.flowshield.workflow.SearchAttributes;
import io.flowshield.workflow.WorkflowIds;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import io.temporal.testserver.TestServer.InProcessTestServer;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.Workflow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against Temporal's Java test server. */
@Tag("D1")
@Timeout(60)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TemporalDispatcherTest {
  private static final String ID = WorkflowIds.registration("realm-id", "alice");

  private static final String WATCH = WorkflowIds.adaptive("realm-id", "alice");
  private static final AdaptiveSettings ADAPTIVE =
      new AdaptiveSettings(0.9, Duration.ofHours(2), Duration.ofHours(3));

  private InProcessTestServer server;
  private TemporalConnection connection;
  private TemporalDispatcher dispatcher;
  private WorkflowServiceStubs stubs;
  private WorkflowClient client;
  private WorkerFactory workers;

  @BeforeEach
  void open() {
    server = TestServer.createServer(true);
    connection = connection(target());
    dispatcher = dispatcher(connection, false);
    stubs = WorkflowServiceStubs.newServiceStubs(target().validateAndBuildWithDefaults());
    client = WorkflowClient.newInstance(stubs);
    workers = WorkerFactory.newInstance(client);
    workers
        .newWorker(WorkflowIds.SAGA_QUEUE)
        .registerWorkflowImplementationTypes(RecordingSaga.class);
  }

  private static TemporalConnection connection(WorkflowServiceStubsOptions.Builder target) {
    return new TemporalConnection(target, "default", PayloadEncryption.converter(null));
  }

  private WorkflowServiceStubsOptions.Builder target() {
    return WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel());
  }

  @AfterEach
  void close() {
    workers.shutdownNow();
    dispatcher.close();
    stubs.shutdownNow();
    server.close();
  }

  private static TemporalDispatcher dispatcher(TemporalConnection connection, boolean reportOnly) {
    RealmSettings d = RealmSettings.DEFAULTS;
    RealmSettings settings =
        new RealmSettings(
            reportOnly,
            d.mediumThreshold(),
            d.highThreshold(),
            d.verifyThreshold(),
            d.reviewThreshold(),
            d.refuseThreshold(),
            d.rollbackThreshold(),
            d.loginPrevalence(),
            d.registrationPrevalence(),
            d.emailExpiry(),
            d.reviewTimeout(),
            d.decisionRetentionDays());
    return new TemporalDispatcher(
        connection,
        id ->
            id.equals("realm-id")
                ? Optional.of(new RealmFacts("demo", settings, ADAPTIVE))
                : Optional.empty());
  }

  private static OutboxEvent event(long sequence, Type type, Map<String, String> payload) {
    return new OutboxEvent(
        "event-" + sequence, "realm-id", "alice", sequence, type, payload, Instant.now(), 0);
  }

  private static OutboxEvent registration() {
    return event(
        1,
        Type.REGISTRATION,
        Map.of(
            "decisionId", "decision-1",
            "score", "0.42",
            "level", "MEDIUM",
            "action", "CHALLENGE",
            "model", "registration",
            "modelVersion", "3",
            "locale", "de"));
  }

  /** In a namespace that no worker has prepared. */
  private void start() throws Exception {
    dispatcher.dispatch(registration());
  }

  private SagaState state() {
    return client.newWorkflowStub(AuthenticationSaga.class, ID).state();
  }

  @Test
  @Tag("D7")
  void a_registration_starts_one_saga_that_can_be_found_by_its_risk() throws Exception {
    start();
    dispatcher.dispatch(registration());

    var described = client.newUntypedWorkflowStub(ID).describe();
    assertThat(described.getTaskQueue()).isEqualTo(WorkflowIds.SAGA_QUEUE);
    var attributes = described.getTypedSearchAttributes();
    assertThat(attributes.get(SearchAttributes.RISK_SCORE)).isEqualTo(0.42);
    assertThat(attributes.get(SearchAttributes.MODEL_VERSION)).isEqualTo("registration/3");
    assertThat(attributes.get(SearchAttributes.SAGA_STATE)).isEqualTo("FRAUD_CHECK");
    workers.start();
    assertThat(state().detail())
        .isEqualTo("demo alice decision-1 de limits 86400 259200 0.3 0.6 0.8");
  }

  @Test
  void a_saga_that_has_ended_is_not_started_again() throws Exception {
    start();
    workers.start();
    dispatcher.dispatch(event(2, Type.USER_REMOVED, Map.of()));
    WorkflowStub.fromTyped(client.newWorkflowStub(AuthenticationSaga.class, ID))
        .getResult(SagaOutcome.class);
    dispatcher.dispatch(registration());
    dispatcher.dispatch(event(3, Type.EMAIL_VERIFIED, Map.of()));
    assertThat(state().provisioned()).containsExactly("userRemoved 2 ");
  }

  @Test
  void in_report_only_mode_no_score_stops_a_saga() throws Exception {
    dispatcher.close();
    connection = connection(target());
    dispatcher = dispatcher(connection, true);
    start();
    workers.start();
    assertThat(state().detail()).endsWith("0.3 2.0 2.0");
  }

  @Test
  void signals_carry_their_sequence_and_cause() throws Exception {
    start();
    workers.start();
    dispatcher.dispatch(event(2, Type.EMAIL_VERIFIED, Map.of()));
    dispatcher.dispatch(event(3, Type.RISK_CHANGED, Map.of("cause", "REGISTRATION_BURST")));
    assertThat(state().provisioned())
        .containsExactly("emailVerified 2 ", "riskChanged 3 REGISTRATION_BURST");
  }

  @Test
  void a_verdict_reaches_the_saga_once_however_often_it_is_sent() throws Exception {
    start();
    workers.start();
    OutboxEvent verdict =
        event(2, Type.REVIEW_VERDICT, Map.of("verdict", "APPROVE", "reviewer", "admin"));
    dispatcher.dispatch(verdict);
    dispatcher.dispatch(verdict);
    assertThat(state().provisioned()).containsExactly("review event-2 true admin");
  }

  @Test
  void a_verdict_that_the_saga_does_not_want_is_dropped() throws Exception {
    start();
    workers.start();
    dispatcher.dispatch(
        event(2, Type.REVIEW_VERDICT, Map.of("verdict", "REJECT", "reviewer", "late")));
    assertThat(state().provisioned()).isEmpty();
  }

  @Test
  void a_verdict_waits_for_a_worker() throws Exception {
    start();
    Instant begun = Instant.now();
    assertThatThrownBy(
            () ->
                dispatcher.dispatch(
                    event(2, Type.REVIEW_VERDICT, Map.of("verdict", "APPROVE", "reviewer", "a"))))
        .isInstanceOf(ReceiverUnavailableException.class);
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void what_is_meant_for_no_saga_is_dropped() throws Exception {
    dispatcher.dispatch(event(2, Type.EMAIL_VERIFIED, Map.of()));
    dispatcher.dispatch(event(3, Type.USER_REMOVED, Map.of()));
    dispatcher.dispatch(event(4, Type.REVIEW_VERDICT, Map.of("verdict", "APPROVE")));
  }

  private static OutboxEvent required(long sequence, String kind) {
    return event(
        sequence,
        Type.REQUIREMENT_CHANGED,
        Map.of("kind", kind, "reason", "STOLEN_LAPTOP", "since", "17", "until", "0"));
  }

  /** What a watch was sent, as its history has it. */
  private List<String> sent() {
    return client.fetchHistory(WATCH).getEvents().stream()
        .filter(HistoryEvent::hasWorkflowExecutionSignaledEventAttributes)
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .map(
            signal ->
                signal.getSignalName()
                    + " "
                    + signal.getInput().getPayloads(0).getData().toStringUtf8())
        .toList();
  }

  @Test
  @Tag("D4")
  void what_is_required_starts_one_watch_and_tells_it_of_each_change_and_risk() throws Exception {
    dispatcher.dispatch(required(1, "NONE"));
    assertThatThrownBy(this::sent).as("nobody to tell").isInstanceOf(RuntimeException.class);

    dispatcher.dispatch(required(2, "REAUTHENTICATE"));
    String run = client.newUntypedWorkflowStub(WATCH).describe().getExecution().getRunId();
    dispatcher.dispatch(required(3, "BLOCKED"));
    Map<String, String> risk =
        Map.of("score", "0.7", "model", "login", "modelVersion", "4", "cause", "NEW_COUNTRY");
    dispatcher.dispatch(event(4, Type.USER_RISK, risk));
    dispatcher.dispatch(event(5, Type.BEHAVIOUR_ANOMALY, risk));
    dispatcher.dispatch(required(6, "NONE"));
    dispatcher.dispatch(event(7, Type.USER_REMOVED, Map.of()));

    var described = client.newUntypedWorkflowStub(WATCH).describe();
    assertThat(described.getExecution().getRunId()).isEqualTo(run);
    assertThat(described.getTypedSearchAttributes().get(SearchAttributes.SAGA_STATE))
        .isEqualTo("WATCHING");
    List<String> sent = sent();
    assertThat(sent).hasSize(6);
    assertThat(sent.get(0))
        .startsWith("requirementChanged")
        .contains(
            "\"eventId\":\"event-2\"",
            "\"sequence\":2",
            "\"kind\":\"REAUTHENTICATE\"",
            "\"reason\":\"STOLEN_LAPTOP\"",
            "\"sinceMillis\":17",
            "\"untilMillis\":0");
    assertThat(sent.get(1)).startsWith("requirementChanged").contains("BLOCKED");
    assertThat(sent.get(2))
        .startsWith("riskUpdated")
        .contains("\"score\":0.7", "login/4", "NEW_COUNTRY", "\"sequence\":4");
    assertThat(sent.get(3)).startsWith("behaviourAnomaly").contains("\"sequence\":5");
    assertThat(sent.get(4)).startsWith("requirementChanged").contains("\"kind\":\"NONE\"");
    assertThat(sent.get(5)).startsWith("userRemoved").contains("\"sequence\":7");
    assertThat(
            client
                .fetchHistory(WATCH)
                .getEvents()
                .get(0)
                .getWorkflowExecutionStartedEventAttributes()
                .getInput()
                .getPayloads(0)
                .getData()
                .toStringUtf8())
        .contains(
            "\"realm\":\"demo\"",
            "\"userId\":\"alice\"",
            "\"blockThreshold\":0.9",
            "\"halfLifeSeconds\":7200",
            "\"reviewTimeoutSeconds\":10800");
  }

  @Test
  @Tag("D4")
  void a_removed_user_is_told_to_watch_and_saga() throws Exception {
    start();
    dispatcher.dispatch(required(2, "BLOCKED"));
    dispatcher.dispatch(event(3, Type.USER_REMOVED, Map.of()));
    assertThat(sent()).last().asString().startsWith("userRemoved");
    workers.start();
    assertThat(state().provisioned()).containsExactly("userRemoved 3 ");
  }

  @Test
  @Tag("D6")
  void a_removed_user_is_taken_out_of_the_services_unless_a_saga_does_so() throws Exception {
    String id = WorkflowIds.deprovisioning("realm-id", "alice");
    start();
    dispatcher.dispatch(event(2, Type.USER_REMOVED, Map.of("provisioned", "true")));
    assertThatThrownBy(() -> client.fetchHistory(id)).as("the saga does it").isNotNull();
    workers.start();
    WorkflowStub.fromTyped(client.newWorkflowStub(AuthenticationSaga.class, ID))
        .getResult(SagaOutcome.class);

    dispatcher.dispatch(event(3, Type.USER_REMOVED, Map.of("provisioned", "false")));
    assertThatThrownBy(() -> client.fetchHistory(id)).as("nothing to do").isNotNull();

    dispatcher.dispatch(event(4, Type.USER_REMOVED, Map.of("provisioned", "true")));
    String run = client.newUntypedWorkflowStub(id).describe().getExecution().getRunId();
    dispatcher.dispatch(event(4, Type.USER_REMOVED, Map.of("provisioned", "true")));
    assertThat(client.newUntypedWorkflowStub(id).describe().getExecution().getRunId())
        .isEqualTo(run);
  }

  @Test
  void a_realm_that_is_gone_starts_nothing() throws Exception {
    dispatcher.dispatch(
        new OutboxEvent("e", "other", "alice", 1, Type.REGISTRATION, Map.of(), Instant.now(), 0));
  }

  @Test
  void a_temporal_that_is_away_is_told_apart_from_a_row_that_is_wrong() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (TemporalDispatcher nowhere =
        dispatcher(
            connection(WorkflowServiceStubsOptions.newBuilder().setTarget("127.0.0.1:" + port)),
            false)) {
      Instant begun = Instant.now();
      assertThatThrownBy(() -> nowhere.dispatch(registration()))
          .isInstanceOf(ReceiverUnavailableException.class)
          .hasMessageContaining("Temporal");
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }
  }

  /** Notes what arrives; ends when the user is removed. */
  public static final class RecordingSaga implements AuthenticationSaga {
    private final List<String> arrived = new ArrayList<>();
    private String started = "";
    private boolean ended;

    @Override
    public SagaOutcome register(RegistrationRequest request) {
      started =
          request.realm()
              + " "
              + request.userId()
              + " "
              + request.decisionId()
              + " "
              + request.locale()
              + " limits "
              + request.limits().emailExpirySeconds()
              + " "
              + request.limits().reviewTimeoutSeconds()
              + " "
              + request.limits().verifyThreshold()
              + " "
              + request.limits().reviewThreshold()
              + " "
              + request.limits().rollbackThreshold();
      Workflow.await(() -> ended);
      return new SagaOutcome(false, "ended");
    }

    @Override
    public void emailVerified(SagaSignal signal) {
      arrived.add("emailVerified " + signal.sequence() + " " + signal.cause());
    }

    @Override
    public void riskChanged(SagaSignal signal) {
      arrived.add("riskChanged " + signal.sequence() + " " + signal.cause());
    }

    @Override
    public void userRemoved(SagaSignal signal) {
      arrived.add("userRemoved " + signal.sequence() + " " + signal.cause());
      ended = true;
    }

    @Override
    public void mailProgress(MailProgress progress) {
      arrived.add("mail");
    }

    @Override
    public SagaState review(ReviewVerdict verdict) {
      arrived.add(
          "review " + verdict.eventId() + " " + verdict.approved() + " " + verdict.reviewerId());
      return state();
    }

    @Override
    public void validateReview(ReviewVerdict verdict) {
      if (verdict.reviewerId().equals("late")) {
        throw new IllegalStateException("too late");
      }
    }

    @Override
    public SagaState state() {
      return new SagaState(
          SagaState.Phase.FRAUD_CHECK, 0, "LOW", "", "", started, List.copyOf(arrived));
    }
  }
}
