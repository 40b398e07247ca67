package io.flowshield.temporal;

import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.AdaptiveAuthentication;
import io.flowshield.workflow.AdaptiveRequest;
import io.flowshield.workflow.AdaptiveState;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.Deprovisioning;
import io.flowshield.workflow.RegistrationRequest;
import io.flowshield.workflow.RequirementChange;
import io.flowshield.workflow.RequirementVerdict;
import io.flowshield.workflow.RequirementView;
import io.flowshield.workflow.ReviewVerdict;
import io.flowshield.workflow.RiskReport;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SearchAttributes;
import io.flowshield.workflow.SearchAttributesMissingException;
import io.flowshield.workflow.WorkflowIds;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.BatchRequest;
import io.temporal.client.UpdateOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.client.WorkflowUpdateStage;
import io.temporal.client.WorkflowUpdateTimeoutOrCancelledException;
import io.temporal.common.SearchAttributes.Builder;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts, signals and updates registration sagas and watches over users. A saga's id makes a second
 * start harmless, the row's sequence a second signal, the row's id a second verdict; a watch that
 * is started once too often finds nothing to watch.
 */
final class TemporalDispatcher implements OutboxDispatcher {
  /** No row keeps the relay longer than this. */
  static final Duration CALL_LIMIT = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(TemporalDispatcher.class);

  private final TemporalConnection temporal;
  private final Function<String, Optional<RealmFacts>> realms;
  private final ScheduledExecutorService deadlines =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "flowshield-relay-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param realms finds a realm by id; empty when it has been removed
   */
  TemporalDispatcher(TemporalConnection temporal, Function<String, Optional<RealmFacts>> realms) {
    this.temporal = temporal;
    this.realms = realms;
  }

  @Override
  public void dispatch(OutboxEvent event)
      throws ReceiverUnavailableException, UndeliverableException {
    Context.CancellableContext limited =
        Context.current()
            .withDeadlineAfter(CALL_LIMIT.toMillis(), TimeUnit.MILLISECONDS, deadlines);
    Context outer = limited.attach();
    try {
      send(event);
    } catch (WorkflowExecutionAlreadyStarted e) {
      LOG.debugf("outbox row %s had been delivered before", event.id());
    } catch (WorkflowUpdateException e) {
      LOG.infof("outbox row %s came too late: %s", event.id(), causeOf(e));
    } catch (WorkflowNotFoundException e) {
      if (isNamespaceMissing(e)) {
        throw new ReceiverUnavailableException("Temporal: " + causeOf(e), e);
      }
      LOG.debugf("outbox row %s finds no open workflow", event.id());
    } catch (SearchAttributesMissingException e) {
      throw new ReceiverUnavailableException("Temporal: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw sorted(e);
    } finally {
      limited.detach(outer);
      limited.cancel(null);
    }
  }

  private void send(OutboxEvent event) {
    WorkflowClient client = temporal.client();
    String id = WorkflowIds.registration(event.realmId(), event.userId());
    AuthenticationSaga saga = client.newWorkflowStub(AuthenticationSaga.class, id);
    Map<String, String> payload = event.payload();
    switch (event.type()) {
      case REGISTRATION -> start(client, id, event);
      case EMAIL_VERIFIED -> saga.emailVerified(signal(event, ""));
      case RISK_CHANGED -> saga.riskChanged(signal(event, payload.getOrDefault("cause", "")));
      case REVIEW_VERDICT -> review(client, id, event);
      case REQUIREMENT_CHANGED -> requirementChanged(client, event);
      case USER_RISK -> watch(client, event).riskUpdated(report(event));
      case BEHAVIOUR_ANOMALY -> watch(client, event).behaviourAnomaly(report(event));
      case REQUIREMENT_VERDICT -> judge(client, event);
      case USER_REMOVED -> userRemoved(client, saga, event);
    }
  }

  /**
   * A saga that runs withdraws what it provisioned. One that has ended leaves that to a workflow of
   * its own, unless it had withdrawn everything, or the user never had any.
   */
  private void userRemoved(WorkflowClient client, AuthenticationSaga saga, OutboxEvent event) {
    try {
      watch(client, event).userRemoved(signal(event, ""));
    } catch (WorkflowNotFoundException e) {
      if (isNamespaceMissing(e)) {
        throw e;
      }
      LOG.debugf("outbox row %s finds nobody who watches", event.id());
    }
    try {
      saga.userRemoved(signal(event, ""));
    } catch (WorkflowNotFoundException e) {
      if (isNamespaceMissing(e) || "false".equals(event.payload().get("provisioned"))) {
        throw e;
      }
      deprovision(client, event);
    }
  }

  private void deprovision(WorkflowClient client, OutboxEvent event) {
    Optional<RealmFacts> realm = realms.apply(event.realmId());
    if (realm.isEmpty()) {
      LOG.infof("outbox row %s: its realm is gone", event.id());
      return;
    }
    temporal.prepareNamespace();
    Deprovisioning workflow =
        client.newWorkflowStub(
            Deprovisioning.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.deprovisioning(event.realmId(), event.userId()))
                .setTaskQueue(WorkflowIds.SAGA_QUEUE)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setStaticSummary("Removed user, realm " + realm.get().name())
                .setStaticDetails("- user " + event.userId())
                .build());
    WorkflowClient.start(workflow::withdraw, new AccountRef(realm.get().name(), event.userId()));
  }

  private static AdaptiveAuthentication watch(WorkflowClient client, OutboxEvent event) {
    return client.newWorkflowStub(
        AdaptiveAuthentication.class, WorkflowIds.adaptive(event.realmId(), event.userId()));
  }

  /** A lifted requirement is told to a watch that there is; another starts one if need be. */
  private void requirementChanged(WorkflowClient client, OutboxEvent event) {
    RequirementChange change =
        new RequirementChange(event.id(), event.sequence(), required(event.payload()));
    if (change.required().kind().equals(RequirementView.NOTHING)) {
      watch(client, event).requirementChanged(change);
      return;
    }
    Optional<RealmFacts> realm = realms.apply(event.realmId());
    if (realm.isEmpty()) {
      LOG.infof("outbox row %s: its realm is gone", event.id());
      return;
    }
    temporal.prepareNamespace();
    AdaptiveAuthentication watch =
        client.newWorkflowStub(
            AdaptiveAuthentication.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.adaptive(event.realmId(), event.userId()))
                .setTaskQueue(WorkflowIds.SAGA_QUEUE)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setTypedSearchAttributes(
                    io.temporal.common.SearchAttributes.newBuilder()
                        .set(SearchAttributes.SAGA_STATE, AdaptiveState.Phase.WATCHING.name())
                        .set(SearchAttributes.DECISION, change.required().kind())
                        .build())
                .setStaticSummary("User of whom something is required, realm " + realm.get().name())
                .setStaticDetails("- user " + event.userId())
                .build());
    BatchRequest start = client.newSignalWithStartRequest();
    start.add(
        watch::watch,
        new AdaptiveRequest(
            event.realmId(),
            new AccountRef(realm.get().name(), event.userId()),
            realm.get().adaptiveLimits(),
            null));
    start.add(watch::requirementChanged, change);
    client.signalWithStart(start);
  }

  private static RequirementView required(Map<String, String> payload) {
    return new RequirementView(
        payload.getOrDefault("kind", RequirementView.NOTHING),
        payload.getOrDefault("reason", ""),
        millis(payload.get("since")),
        millis(payload.get("until")));
  }

  /** The watch reads the row before it does anything, so that a wrong number does no harm. */
  private static long millis(@Nullable String text) {
    try {
      return Math.max(0, Long.parseLong(String.valueOf(text)));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static RiskReport report(OutboxEvent event) {
    Map<String, String> payload = event.payload();
    return new RiskReport(
        event.id(),
        event.sequence(),
        score(payload.get("score")),
        model(payload),
        payload.getOrDefault("cause", ""));
  }

  private static void judge(WorkflowClient client, OutboxEvent event) {
    update(
        client.newUntypedWorkflowStub(WorkflowIds.adaptive(event.realmId(), event.userId())),
        event,
        new RequirementVerdict(
            event.id(),
            event.sequence(),
            "CONFIRM".equals(event.payload().get("verdict")),
            event.payload().getOrDefault("reviewer", "")));
  }

  private void start(WorkflowClient client, String id, OutboxEvent event) {
    Optional<RealmFacts> realm = realms.apply(event.realmId());
    if (realm.isEmpty()) {
      LOG.infof("outbox row %s: its realm is gone", event.id());
      return;
    }
    temporal.prepareNamespace();
    RegistrationRequest request = request(event, realm.get());
    AuthenticationSaga saga =
        client.newWorkflowStub(
            AuthenticationSaga.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(WorkflowIds.SAGA_QUEUE)
                .setWorkflowIdReusePolicy(
                    WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                .setTypedSearchAttributes(searchAttributes(request))
                .setStaticSummary("Registration in realm " + request.realm())
                .setStaticDetails(details(request))
                .build());
    WorkflowClient.start(saga::register, request);
  }

  private static void review(WorkflowClient client, String id, OutboxEvent event) {
    ReviewVerdict verdict =
        new ReviewVerdict(
            event.id(),
            event.sequence(),
            "APPROVE".equals(event.payload().get("verdict")),
            event.payload().getOrDefault("reviewer", ""));
    update(client.newUntypedWorkflowStub(id), event, verdict);
  }

  private static void update(WorkflowStub workflow, OutboxEvent event, Object verdict) {
    workflow.startUpdate(
        UpdateOptions.newBuilder(Void.class)
            .setUpdateName("review")
            .setUpdateId(event.id())
            .setWaitForStage(WorkflowUpdateStage.ACCEPTED)
            .build(),
        verdict);
  }

  private static RegistrationRequest request(OutboxEvent event, RealmFacts realm) {
    Map<String, String> payload = event.payload();
    return new RegistrationRequest(
        event.realmId(),
        realm.name(),
        event.userId(),
        payload.getOrDefault("decisionId", ""),
        score(payload.get("score")),
        payload.getOrDefault("level", "LOW"),
        payload.getOrDefault("action", "ALLOW"),
        model(payload),
        payload.getOrDefault("locale", "en"),
        event.sequence(),
        realm.limits());
  }

  private static String model(Map<String, String> payload) {
    return payload.getOrDefault("model", "rules") + "/" + payload.getOrDefault("modelVersion", "1");
  }

  /** The worker scores again anyhow, so an unreadable number must not hold a registration up. */
  private static double score(@Nullable String text) {
    try {
      double value = Double.parseDouble(String.valueOf(text));
      return value >= 0 && value <= 1 ? value : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static io.temporal.common.SearchAttributes searchAttributes(RegistrationRequest request) {
    Builder attributes = io.temporal.common.SearchAttributes.newBuilder();
    return attributes
        .set(SearchAttributes.RISK_SCORE, request.score())
        .set(SearchAttributes.RISK_LEVEL, request.level())
        .set(SearchAttributes.MODEL_VERSION, request.modelVersion())
        .set(SearchAttributes.DECISION, request.action())
        .set(SearchAttributes.SAGA_STATE, Phase.FRAUD_CHECK.name())
        .build();
  }

  /** What a person reads in Temporal's pages, as Markdown. Ids and numbers only. */
  private static String details(RegistrationRequest request) {
    return String.format(
        Locale.ROOT,
        "Judged at the form: **%s**, score %.2f (%s) by %s%n%n- user %s%n- decision %s",
        request.action(),
        request.score(),
        request.level(),
        request.modelVersion(),
        request.userId(),
        request.decisionId());
  }

  private static SagaSignal signal(OutboxEvent event, String cause) {
    return new SagaSignal(event.id(), event.sequence(), cause);
  }

  private ReceiverUnavailableException sorted(RuntimeException failure)
      throws UndeliverableException {
    StatusRuntimeException answer = answer(failure);
    if (answer == null) {
      if (failure instanceof WorkflowException
          || failure instanceof WorkflowUpdateTimeoutOrCancelledException) {
        return new ReceiverUnavailableException(
            "Temporal: no answer (" + failure.getClass().getSimpleName() + ")", failure);
      }
      throw failure;
    }
    String message = "Temporal: " + causeOf(answer);
    if (answer.getStatus().getCode() == Status.Code.INVALID_ARGUMENT) {
      if (message.toLowerCase(Locale.ROOT).contains("search attribute")) {
        temporal.forgetPreparation();
        return new ReceiverUnavailableException(message, failure);
      }
      throw new UndeliverableException(message, failure);
    }
    return new ReceiverUnavailableException(message, failure);
  }

  private static boolean isNamespaceMissing(WorkflowNotFoundException failure) {
    StatusRuntimeException answer = answer(failure);
    String description = answer == null ? null : answer.getStatus().getDescription();
    return description != null && description.startsWith("Namespace");
  }

  private static @Nullable StatusRuntimeException answer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException found) {
        return found;
      }
    }
    return null;
  }

  private static String causeOf(Throwable failure) {
    StatusRuntimeException answer = answer(failure);
    if (answer == null) {
      Throwable cause = failure.getCause();
      return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }
    String description = answer.getStatus().getDescription();
    return answer.getStatus().getCode() + (description == null ? "" : ": " + description);
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    temporal.close();
  }
}
