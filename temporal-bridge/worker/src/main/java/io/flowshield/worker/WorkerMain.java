package io.flowshield.worker;

import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.worker.connector.ScimConnector;
import io.flowshield.worker.connector.ServiceConnector;
import io.flowshield.worker.connector.WebhookConnector;
import io.flowshield.worker.keycloak.KeycloakClient;
import io.flowshield.worker.text.AnthropicModel;
import io.flowshield.worker.text.GeneratedTexts;
import io.flowshield.worker.text.GeneratedTexts.Bounds;
import io.flowshield.worker.text.OpenAiModel;
import io.flowshield.workflow.SearchAttributeRegistration;
import io.flowshield.workflow.SearchAttributesMissingException;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The worker process. Settings: the JSON file named by the first argument or by {@code
 * FLOWSHIELD_WORKER_CONFIG}; Temporal by {@code TEMPORAL_ADDRESS}, {@code TEMPORAL_NAMESPACE},
 * {@code TEMPORAL_API_KEY} and {@code TEMPORAL_TLS_*}, or its profile file; {@code
 * FLOWSHIELD_PAYLOAD_KEYS} encrypts what Temporal stores. Waits for Temporal when it is not there
 * yet, and for search attributes that it may not create itself. Prints {@code worker ready} once it
 * polls; ends with status 2 when its settings are wrong.
 *
 * <p>With the single argument {@code --register-search-attributes} it creates the search attributes
 * and ends, with status 1 when that was not possible.
 */
public final class WorkerMain {
  private static final String CONFIG_VARIABLE = "FLOWSHIELD_WORKER_CONFIG";

  /** Nobody waits at a form for the worker, so it may take longer than a login may. */
  private static final Duration ENGINE_BUDGET = Duration.ofSeconds(2);

  private static final String REGISTER = "--register-search-attributes";

  private WorkerMain() {}

  public static void main(String[] arguments) throws InterruptedException, IOException {
    if (arguments.length == 1 && arguments[0].equals(REGISTER)) {
      System.exit(registerSearchAttributes());
    }
    WorkerConfig config;
    ReadyFile ready;
    ClientConfigProfile temporal;
    DataConverter converter;
    try {
      config = WorkerConfig.read(configFile(arguments));
      converter = converter(System.getenv());
      temporal = ClientConfigProfile.load();
      ready = ReadyFile.of(System.getenv());
    } catch (IllegalArgumentException
        | IOException
        | UncheckedIOException
        | GeneralSecurityException e) {
      System.err.println("flowshield worker: " + e.getMessage());
      System.exit(2);
      return;
    }

    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(temporal.toWorkflowServiceStubsOptions());
    WorkflowClient client =
        WorkflowClient.newInstance(
            service,
            WorkflowClientOptions.newBuilder(temporal.toWorkflowClientOptions())
                .setDataConverter(converter)
                .build());
    SearchAttributeWatch attributes =
        new SearchAttributeWatch(service, client.getOptions().getNamespace());
    attributes.await();

    RiskEngine engine = RiskEngines.builder(config.models()).budget(ENGINE_BUDGET).build();
    WorkerFactory factory = WorkerFactory.newInstance(client);
    workers(config, engine).register(factory);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> stop(ready, factory, attributes, service, engine), "worker-stop"));
    factory.start();
    attributes.start();
    ready.write();
    System.out.println("worker ready");
    System.out.flush();
    factory.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  private static DataConverter converter(Map<String, String> environment)
      throws GeneralSecurityException {
    String keys = environment.getOrDefault(PayloadEncryption.VARIABLE, "");
    try {
      return PayloadEncryption.converter(keys.isBlank() ? null : PayloadEncryption.of(keys));
    } catch (GeneralSecurityException e) {
      throw new GeneralSecurityException(PayloadEncryption.VARIABLE + ": " + e.getMessage(), e);
    }
  }

  private static Path configFile(String[] arguments) {
    String named = arguments.length > 0 ? arguments[0] : System.getenv(CONFIG_VARIABLE);
    if (named == null || named.isBlank()) {
      throw new IllegalArgumentException(
          "name the settings file in the first argument or in " + CONFIG_VARIABLE);
    }
    return Path.of(named);
  }

  private static int registerSearchAttributes() {
    ClientConfigProfile temporal;
    try {
      temporal = ClientConfigProfile.load();
    } catch (IllegalArgumentException | IOException e) {
      System.err.println("flowshield worker: " + e.getMessage());
      return 2;
    }
    WorkflowServiceStubs service =
        WorkflowServiceStubs.newServiceStubs(temporal.toWorkflowServiceStubsOptions());
    String namespace =
        WorkflowClient.newInstance(service, temporal.toWorkflowClientOptions())
            .getOptions()
            .getNamespace();
    try {
      SearchAttributeRegistration.register(service, namespace);
      System.out.println("namespace " + namespace + " has all search attributes");
      return 0;
    } catch (SearchAttributesMissingException e) {
      System.err.println("flowshield worker: " + e.getMessage());
    } catch (StatusRuntimeException e) {
      System.err.printf(
          "flowshield worker: Temporal says %s; an operator creates them with: %s%n",
          e.getMessage(), SearchAttributeRegistration.command(namespace));
    } finally {
      service.shutdownNow();
    }
    return 1;
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
        new SagaViewActivitiesImpl(keycloak, explanations(config.texts().explanations())),
        new RequirementActivitiesImpl(keycloak),
        new MailActivitiesImpl(keycloak, paragraphs(config.texts().mail())),
        new ProvisioningActivitiesImpl(keycloak, connectors));
  }

  private static @Nullable GeneratedTexts paragraphs(WorkerConfig.@Nullable TextModel model) {
    return model == null
        ? null
        : new GeneratedTexts(
            new OpenAiModel(model.url(), model.model(), model.apiKey(), model.limit()),
            Bounds.of(model.perHour(), model.perDay()));
  }

  private static @Nullable GeneratedTexts explanations(WorkerConfig.@Nullable TextModel model) {
    return model == null
        ? null
        : new GeneratedTexts(
            new AnthropicModel(model.url(), model.model(), model.apiKey(), model.limit()),
            Bounds.of(model.perHour(), model.perDay()));
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

  private static void stop(
      ReadyFile ready,
      WorkerFactory factory,
      SearchAttributeWatch attributes,
      WorkflowServiceStubs service,
      RiskEngine engine) {
    try {
      ready.remove();
    } catch (IOException e) {
      System.err.println("flowshield worker: the ready file stays: " + e.getMessage());
    }
    attributes.close();
    factory.shutdown();
    factory.awaitTermination(10, TimeUnit.SECONDS);
    service.shutdownNow();
    engine.close();
  }
}
