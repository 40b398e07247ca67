package io.flowshield.worker;

import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.worker.connector.ScimConnector;
import io.flowshield.worker.connector.ServiceConnector;
import io.flowshield.worker.connector.WebhookConnector;
import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.workflow.SearchAttributeRegistration;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker process. Settings: the JSON file named by the first argument or by {@code
 * FLOWSHIELD_WORKER_CONFIG}; Temporal by {@code TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE},
 * {@code TEMPORAL_API_KEY} and {@code TEMPORAL_TLS_*}. Waits for Temporal when it is not there yet.
 * Prints {@code worker ready} once it polls; ends with status 2 when its settings are wrong.
 */
public final class WorkerMain {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerMain.class);
  private static final String CONFIG_VARIABLE = "FLOWSHIELD_WORKER_CONFIG";

  /** Nobody waits at a form for the worker, so it may take longer than a login may. */
  private static final Duration ENGINE_BUDGET = Duration.ofSeconds(2);

  private static final long PAUSE_MILLIS = 1_000;
  private static final int PAUSES_PER_MESSAGE = 30;

  private WorkerMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    WorkerConfig config;
    ClientConfigProfile temporal;
    try {
      config = WorkerConfig.read(configFile(arguments));
      temporal = ClientConfigProfile.load();
    } catch (IllegalArgumentException | IOException | UncheckedIOException e) {
      System.err.println("flowshield worker: " + e.getMessage());
      System.exit(2);
      return;
    }

    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(temporal.toWorkflowServiceStubsOptions());
    WorkflowClient client = WorkflowClient.newInstance(service, temporal.toWorkflowClientOptions());
    awaitTemporal(service, client.getOptions().getNamespace());

    RiskEngine engine = RiskEngines.builder(config.models()).budget(ENGINE_BUDGET).build();
    WorkerFactory factory = WorkerFactory.newInstance(client);
    workers(config, engine).register(factory);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> stop(factory, service, engine), "worker-stop"));
    factory.start();
    System.out.println("worker ready");
    System.out.flush();
    factory.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  private static Path configFile(String[] arguments) {
    String named = arguments.length > 0 ? arguments[0] : System.getenv(CONFIG_VARIABLE);
    if (named == null || named.isBlank()) {
      throw new IllegalArgumentException(
          "name the settings file in the first argument or in " + CONFIG_VARIABLE);
    }
    return Path.of(named);
  }

  /** Search attributes have to be known before the first saga names them. */
  private static void awaitTemporal(WorkflowServiceStubs service, String namespace)
      throws InterruptedException {
    for (int failures = 0; ; failures++) {
      try {
        SearchAttributeRegistration.register(service, namespace);
        return;
      } catch (StatusRuntimeException e) {
        switch (e.getStatus().getCode()) {
          case UNIMPLEMENTED, PERMISSION_DENIED -> {
            LOG.warn("search attributes must be created by an operator: {}", e.getMessage());
            return;
          }
          default -> {
            if (failures % PAUSES_PER_MESSAGE == 0) {
              LOG.warn("waiting for Temporal: {}", e.getMessage());
            }
            Thread.sleep(PAUSE_MILLIS);
          }
        }
      }
    }
  }

  private static Workers workers(WorkerConfig config, RiskEngine engine) {
    Clock clock = Clock.systemUTC();
    KeycloakClient keycloak =
        new KeycloakClient(
            config.keycloak().url(),
            config.keycloak().clientId(),
            config.keycloak().clientSecret(),
            clock);
    List<ServiceConnector> connectors =
        config.services().stream().map(service -> connector(service, clock)).toList();
    return new Workers(
        new FraudCheckActivitiesImpl(keycloak, engine),
        new AccountActivitiesImpl(keycloak, config.account()),
        new SagaViewActivitiesImpl(keycloak),
        new MailActivitiesImpl(keycloak),
        new ProvisioningActivitiesImpl(keycloak, connectors));
  }

  private static ServiceConnector connector(WorkerConfig.Service service, Clock clock) {
    return switch (service.type()) {
      case scim ->
          new ScimConnector(service.name(), service.url(), Objects.requireNonNull(service.token()));
      case webhook ->
          new WebhookConnector(
              service.name(), service.url(), Objects.requireNonNull(service.secret()), clock);
    };
  }

  private static void stop(WorkerFactory factory, WorkflowServiceStubs service, RiskEngine engine) {
    factory.shutdown();
    factory.awaitTermination(10, TimeUnit.SECONDS);
    service.shutdownNow();
    engine.close();
  }
}
