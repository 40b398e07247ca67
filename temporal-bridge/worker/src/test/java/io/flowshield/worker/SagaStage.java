package io.flowshield.worker;

import io.flowshield.workflow.AccountActivities;
import io.flowshield.workflow.AccountRef;
import io.flowshield.workflow.AccountStatus;
import io.flowshield.workflow.AuthenticationSaga;
import io.flowshield.workflow.FailureTypes;
import io.flowshield.workflow.FraudCheckActivities;
import io.flowshield.workflow.FraudScore;
import io.flowshield.workflow.MailActivities;
import io.flowshield.workflow.MailRequest;
import io.flowshield.workflow.ProvisioningActivities;
import io.flowshield.workflow.ProvisioningRequest;
import io.flowshield.workflow.RegistrationRequest;
import io.flowshield.workflow.RequirementActivities;
import io.flowshield.workflow.RequirementOrder;
import io.flowshield.workflow.RequirementView;
import io.flowshield.workflow.SagaLimits;
import io.flowshield.workflow.SagaOutcome;
import io.flowshield.workflow.SagaSignal;
import io.flowshield.workflow.SagaState.Phase;
import io.flowshield.workflow.SagaView;
import io.flowshield.workflow.SagaViewActivities;
import io.flowshield.workflow.SearchAttributes;
import io.flowshield.workflow.WorkflowIds;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * One Temporal test server with the real workflows; the world around them is scripted and writes
 * down what was done to it, in order.
 */
final class SagaStage
    implements AutoCloseable,
        FraudCheckActivities,
        AccountActivities,
        SagaViewActivities,
        RequirementActivities,
        MailActivities,
        ProvisioningActivities {
  static final String ID = WorkflowIds.registration("realm-id", "user-1");

  /** Everything that changed something, in order. */
  final List<String> done = new CopyOnWriteArrayList<>();

  final List<SagaView> views = new CopyOnWriteArrayList<>();
  final AtomicInteger checks = new AtomicInteger();

  /** Scores of the checks to come, by number from 1; others get {@link #score}. */
  final Map<Integer, Double> scores = new ConcurrentHashMap<>();

  /** How often a named step fails before it works. */
  final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();

  final List<String> refusing = new CopyOnWriteArrayList<>();
  volatile double score = 0.1;
  volatile boolean emailVerified;
  volatile boolean accountGone;

  /** Keycloak's row. */
  volatile RequirementView row = RequirementView.NONE;

  /** What happens in Keycloak while the worker's next order is on its way. */
  final Deque<Runnable> meanwhile = new ConcurrentLinkedDeque<>();

  final TestWorkflowEnvironment environment;
  private final WorkerFactory worker;

  SagaStage() {
    this(PayloadEncryption.converter(null));
  }

  /**
   * @param converter of client and worker
   */
  SagaStage(DataConverter converter) {
    TestEnvironmentOptions.Builder options =
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(converter).build());
    for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
      options.registerSearchAttribute(key.getName(), key.getValueType());
    }
    environment = TestWorkflowEnvironment.newInstance(options.build());
    worker = startWorker();
  }

  /** Without a cache: each task is done as by a worker that has just started. */
  private WorkerFactory startWorker() {
    WorkerFactory factory =
        WorkerFactory.newInstance(
            environment.getWorkflowClient(),
            WorkerFactoryOptions.newBuilder().setWorkflowCacheSize(0).build());
    new Workers(
            as(FraudCheckActivities.class),
            as(AccountActivities.class),
            as(SagaViewActivities.class),
            as(RequirementActivities.class),
            as(MailActivities.class),
            as(ProvisioningActivities.class))
        .register(factory);
    factory.start();
    return factory;
  }

  /** Each worker must see one interface only. */
  private <T> T as(Class<T> activities) {
    return activities.cast(
        Proxy.newProxyInstance(
            activities.getClassLoader(),
            new Class<?>[] {activities},
            (proxy, method, arguments) -> {
              try {
                return method.invoke(this, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  AuthenticationSaga start() {
    return start(0.1, "CHALLENGE");
  }

  AuthenticationSaga start(double formScore, String action) {
    AuthenticationSaga saga =
        environment
            .getWorkflowClient()
            .newWorkflowStub(
                AuthenticationSaga.class,
                WorkflowOptions.newBuilder()
                    .setWorkflowId(ID)
                    .setTaskQueue(WorkflowIds.SAGA_QUEUE)
                    .setWorkflowIdReusePolicy(
                        WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                    .build());
    WorkflowClient.start(
        saga::register,
        new RegistrationRequest(
            "realm-id",
            "demo",
            "user-1",
            "decision-1",
            formScore,
            "LOW",
            action,
            "registration/1",
            "en",
            1,
            new SagaLimits(86_400, 259_200, 0.3, 0.6, 0.8)));
    return saga;
  }

  static SagaSignal signal(long sequence) {
    return new SagaSignal("event-" + sequence, sequence, "");
  }

  SagaOutcome outcome() {
    return WorkflowStub.fromTyped(
            environment.getWorkflowClient().newWorkflowStub(AuthenticationSaga.class, ID))
        .getResult(SagaOutcome.class);
  }

  /** Waits in real time: the test's clock stands still while nobody waits for a result. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("never happened: " + what + "; done: " + done + "; " + views);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  void awaitPhase(Phase phase) {
    await(phase.name(), () -> shown(phase));
  }

  boolean shown(Phase phase) {
    return views.stream().anyMatch(view -> view.state().phase() == phase);
  }

  void awaitMail() {
    await("verification mail", () -> done.contains("mail VERIFY"));
  }

  SagaView lastView() {
    return views.get(views.size() - 1);
  }

  void fail(String step, int times) {
    faults.put(step, new AtomicInteger(times));
  }

  private void mayFail(String step, String type) {
    AtomicInteger left = faults.get(step);
    if (left != null && left.getAndDecrement() > 0) {
      throw ApplicationFailure.newFailure(step + " is out of order", type);
    }
  }

  @Override
  public FraudScore check(AccountRef account) {
    if (accountGone) {
      throw ApplicationFailure.newNonRetryableFailure("gone", FailureTypes.ACCOUNT_GONE);
    }
    int number = checks.incrementAndGet();
    return new FraudScore(
        scores.getOrDefault(number, score), "registration/7", List.of("REGISTRATION_BURST"), "");
  }

  @Override
  public AccountStatus prepare(AccountRef account) {
    done.add("prepare");
    return new AccountStatus(emailVerified);
  }

  @Override
  public void finalise(AccountRef account) {
    done.add("finalise");
  }

  @Override
  public void withdraw(AccountRef account, String reason) {
    mayFail("withdraw account", FailureTypes.KEYCLOAK_UNAVAILABLE);
    done.add("withdraw account " + reason);
  }

  @Override
  public void publish(SagaView view) {
    views.add(view);
  }

  @Override
  public RequirementView read(AccountRef account) {
    if (accountGone) {
      throw ApplicationFailure.newNonRetryableFailure("gone", FailureTypes.ACCOUNT_GONE);
    }
    return row;
  }

  @Override
  public RequirementView write(RequirementOrder order) {
    Runnable first = meanwhile.poll();
    if (first != null) {
      first.run();
    }
    mayFail("require", FailureTypes.KEYCLOAK_UNAVAILABLE);
    if (row.sinceMillis() == order.expectedSinceMillis()) {
      done.add(("require " + order.kind() + " " + order.reason()).strip());
      row =
          order.kind().equals(RequirementView.NOTHING)
              ? RequirementView.NONE
              : new RequirementView(
                  order.kind(),
                  order.reason(),
                  environment.currentTimeMillis() + 1,
                  order.untilMillis());
    }
    return row;
  }

  @Override
  public void send(MailRequest mail) {
    mayFail("mail " + mail.kind(), FailureTypes.MAIL_FAILED);
    done.add("mail " + mail.kind() + (mail.reason().isEmpty() ? "" : " " + mail.reason()));
  }

  @Override
  public List<String> services() {
    return List.of("crm", "billing");
  }

  @Override
  public void provision(ProvisioningRequest request) {
    if (refusing.contains(request.service())) {
      throw ApplicationFailure.newNonRetryableFailure(
          request.service() + ": HTTP 403", FailureTypes.SERVICE_REFUSED);
    }
    mayFail("provision " + request.service(), FailureTypes.SERVICE_UNAVAILABLE);
    done.add("provision " + request.service());
  }

  @Override
  public void withdraw(ProvisioningRequest request) {
    mayFail("withdraw " + request.service(), FailureTypes.SERVICE_UNAVAILABLE);
    done.add("withdraw " + request.service());
  }

  @Override
  public void close() {
    worker.shutdownNow();
    environment.close();
  }
}
