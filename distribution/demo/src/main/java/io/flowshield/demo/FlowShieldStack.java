package io.flowshield.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Everything together on the loopback interface: Keycloak with the pack and the demo realm,
 * Temporal, the worker, a mail catcher, two downstream services and two sample applications.
 */
public final class FlowShieldStack implements AutoCloseable {
  /** A part that can be closed without saying more. */
  private interface Part {
    void close();
  }

  private static final Duration MODELS_LIMIT = Duration.ofMinutes(2);

  private final Deque<Part> parts = new ArrayDeque<>();
  private final Consumer<String> progress;
  private final SampleApplications applications;
  private final TemporalProcess temporal;
  private final KeycloakProcess keycloak;
  private final WorkerProcess worker;

  /** What may differ from the plain stack. */
  public static final class Builder {
    private final DemoFolders folders;
    private final Map<String, String> keycloakOptions = new LinkedHashMap<>();
    private final Map<String, String> realmAttributes = new LinkedHashMap<>();
    private Consumer<String> progress = text -> {};
    private Path models;
    private Path workerModels;
    private @Nullable Database database;
    private @Nullable KeycloakHost host;
    private HomeChange homeChange = home -> {};
    private List<Path> providers = List.of();
    private boolean startTemporal = true;
    private boolean startWorker = true;
    private int keycloakPort;
    private int smtpPort;
    private int temporalPort;
    private int temporalUiPort;
    private TemporalChange temporalChange = temporal -> {};
    private String relayTarget = "";
    private String payloadKeys = "";
    private ObjectNode workerSettings = new JsonMapper().createObjectNode();

    private Builder(DemoFolders folders) {
      this.folders = folders;
      this.models = folders.models();
      this.workerModels = folders.models();
    }

    /** Told each step, in one line. */
    public Builder progress(Consumer<String> lines) {
      progress = lines;
      return this;
    }

    /** Usual ports where they are free. */
    public Builder usualPorts() {
      keycloakPort = Ports.preferably(8080);
      smtpPort = Ports.preferably(1025);
      temporalPort = Ports.preferably(7233);
      temporalUiPort = Ports.preferably(8233);
      return this;
    }

    /** Temporal stays away until somebody starts it, and the worker too. */
    public Builder withoutTemporal() {
      startTemporal = false;
      startWorker = false;
      return this;
    }

    /** The worker stays away until somebody starts it. */
    public Builder withoutWorker() {
      startWorker = false;
      return this;
    }

    /** Where Keycloak's relay finds Temporal, when something stands between the two. */
    public Builder relayTarget(String hostAndPort) {
      relayTarget = hostAndPort;
      return this;
    }

    /** Keys that encrypt what Temporal stores, as JSON. */
    public Builder payloadKeys(String keyset) {
      payloadKeys = keyset;
      return this;
    }

    /** More settings of the worker than those that are always there. */
    public Builder workerSettings(ObjectNode settings) {
      workerSettings = settings;
      return this;
    }

    /** The port on which Temporal will listen. */
    public Builder temporalPort(int port) {
      temporalPort = port;
      return this;
    }

    /** Changes Temporal before its first start. */
    public Builder temporal(TemporalChange change) {
      temporalChange = change;
      return this;
    }

    /** The worker's folder with models; Keycloak keeps the good ones. */
    public Builder workerModels(Path folder) {
      workerModels = folder;
      return this;
    }

    /** Keycloak's folder with models; the worker keeps the good ones. */
    public Builder keycloakModels(Path folder) {
      models = folder;
      return this;
    }

    /** Keycloak's database; a file in its own folder otherwise. */
    public Builder database(Database choice) {
      database = choice;
      return this;
    }

    /**
     * What Keycloak runs on, built for the database; its distribution on this machine otherwise.
     */
    public Builder host(KeycloakHost choice) {
      host = choice;
      return this;
    }

    /** More jars for Keycloak's providers/ than the pack's; an image has none but its own. */
    public Builder providers(List<Path> jars) {
      providers = jars;
      return this;
    }

    /** Changes Keycloak's folder before the first start. */
    public Builder change(HomeChange change) {
      homeChange = change;
      return this;
    }

    /** A server option of Keycloak's. */
    public Builder keycloakOption(String name, String value) {
      keycloakOptions.put(name, value);
      return this;
    }

    /** A realm attribute. */
    public Builder realmAttribute(String name, String value) {
      realmAttributes.put(name, value);
      return this;
    }

    /** Starts it all. */
    public FlowShieldStack start() throws IOException, InterruptedException {
      return new FlowShieldStack(this);
    }
  }

  /** Changes a server's folder. */
  public interface HomeChange {
    void apply(Path home) throws IOException;
  }

  /** Changes a Temporal server that has not been started. */
  public interface TemporalChange {
    void apply(TemporalProcess temporal);
  }

  public static Builder in(DemoFolders folders) {
    return new Builder(folders);
  }

  private FlowShieldStack(Builder options) throws IOException, InterruptedException {
    progress = options.progress;
    DemoFolders folders = options.folders;
    boolean started = false;
    try {
      int port = options.keycloakPort == 0 ? Ports.free() : options.keycloakPort;
      applications =
          new SampleApplications(
              Listening.LOOPBACK,
              new SampleApplications.Layout(options.smtpPort, 0, 0, 0, 0, 0),
              SampleApplications.Secrets.random(),
              KeycloakProcess.url(port),
              KeycloakProcess.ADMINISTRATOR);
      parts.push(applications::close);
      say("mail catcher, services and applications are up");

      int temporalPort = options.temporalPort == 0 ? Ports.free() : options.temporalPort;
      temporal =
          new TemporalProcess(folders.work().resolve("temporal"), temporalPort)
              .ui(options.temporalUiPort);
      options.temporalChange.apply(temporal);
      parts.push(temporal::close);
      if (options.startTemporal) {
        temporal.start();
        say(
            (temporal.real() ? "Temporal" : "Temporal's Java test server")
                + " is up at "
                + temporal.address());
      }

      Path home = folders.work().resolve("keycloak");
      Database database =
          options.database == null
              ? Database.h2(home.resolve("data/h2/keycloakdb"))
              : options.database;
      KeycloakHost host = options.host;
      if (host == null) {
        say("building Keycloak with the pack (once, about a minute)");
        host =
            options.providers.isEmpty()
                ? KeycloakDistribution.of(folders, database.kind())
                : KeycloakDistribution.with(folders, database.kind(), options.providers);
      }
      keycloak = KeycloakProcess.prepare(host, home, database, port);
      parts.push(keycloak::close);
      DemoRealm realm = applications.realm();
      options.realmAttributes.forEach(realm::attribute);
      keycloak.importRealm(DemoRealm.NAME, realm.json());
      keycloak
          .option("spi-flowshield-risk--default--models-dir", options.models.toString())
          .option(
              "spi-flowshield-risk--default--ip-database",
              DemoNetworks.write(folders.work()).toString())
          .option(
              "spi-flowshield-relay--default--temporal-address",
              options.relayTarget.isEmpty() ? temporal.address() : options.relayTarget)
          .option("spi-flowshield-relay--default--interval-millis", "500")
          // Everything shares this machine: the product's 50 ms are for a server that has its own.
          .option("spi-flowshield-risk--default--budget-millis", "2000")
          .option("spi-flowshield-risk--default--custom-signal-millis", "1000");
      if (!options.payloadKeys.isEmpty()) {
        keycloak.option("spi-flowshield-relay--default--payload-keys", options.payloadKeys);
      }
      options.keycloakOptions.forEach(keycloak::option);
      options.homeChange.apply(keycloak.home());
      say("starting Keycloak");
      keycloak.start();
      Map<String, String> models = awaitModels();
      boolean ready = models.values().stream().allMatch("READY"::equals);
      if (options.models.equals(folders.models()) && !ready) {
        throw new IllegalStateException("Keycloak cannot use the models: " + models);
      }
      say("Keycloak is up at " + keycloak.url() + ", models: " + models);

      worker =
          new WorkerProcess(
              folders.work().resolve("worker"),
              Map.of(
                  "TEMPORAL_ADDRESS",
                  temporal.address(),
                  "FLOWSHIELD_PAYLOAD_KEYS",
                  options.payloadKeys),
              applications.workerConfiguration(
                  options.workerModels.toString(), options.workerSettings));
      parts.push(worker::close);
      if (options.startWorker) {
        worker.start();
        say("the worker is up");
      }
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /**
   * Waits until Keycloak has loaded its models or given up on them.
   *
   * @return the state of each, by name
   * @throws IllegalStateException when neither happens within two minutes
   */
  public Map<String, String> awaitModels() throws IOException, InterruptedException {
    AdminClient administrator = admin();
    long end = System.nanoTime() + MODELS_LIMIT.toNanos();
    while (true) {
      Map<String, String> states = new TreeMap<>();
      for (JsonNode model : administrator.get("/flowshield/health").path("models")) {
        states.put(model.path("name").asText(), model.path("state").asText());
      }
      if (!states.isEmpty() && !states.containsValue("LOADING")) {
        return states;
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the models are still being loaded: " + states);
      }
      Thread.sleep(100);
    }
  }

  private void say(String line) {
    progress.accept(line);
  }

  /** Keycloak. */
  public KeycloakProcess keycloak() {
    return keycloak;
  }

  /** Temporal. */
  public TemporalProcess temporal() {
    return temporal;
  }

  /** The worker. */
  public WorkerProcess worker() {
    return worker;
  }

  /** What the demo hosts itself. */
  public SampleApplications applications() {
    return applications;
  }

  /** Every mail. */
  public MailCatcher mail() {
    return applications.mail();
  }

  /** The service {@code crm}. */
  public ScimApplication scim() {
    return applications.scim();
  }

  /** The service {@code billing}. */
  public WebhookApplication webhook() {
    return applications.webhook();
  }

  /** The OpenID Connect sample that is a public client. */
  public OidcApplication publicOidc() {
    return applications.publicOidc();
  }

  /** The OpenID Connect sample. */
  public OidcApplication oidc() {
    return applications.oidc();
  }

  /** The SAML sample. */
  public SamlApplication saml() {
    return applications.saml();
  }

  /** An administrator of the demo realm. */
  public AdminClient admin() {
    return applications.admin();
  }

  /** A person with a new device. */
  public Visitor visitor(String address, String userAgent) {
    return applications.visitor(address, userAgent);
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }
}
