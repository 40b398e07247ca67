package io.flowshield.risk;

import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.network.IpDatabase;
import io.flowshield.ml.network.IpDatabases;
import io.flowshield.ml.network.NetworkLists;
import io.flowshield.ml.network.NetworkResolver;
import io.flowshield.ml.request.UserAgentParser;
import io.flowshield.risk.alert.ResetMails;
import io.flowshield.risk.alert.SignInAlerts;
import io.flowshield.risk.continuous.SessionWatch;
import io.flowshield.risk.counters.CounterStore;
import io.flowshield.risk.counters.MemoryCounterStore;
import io.flowshield.risk.custom.CustomSignal;
import io.flowshield.risk.custom.CustomSignals;
import io.flowshield.risk.learning.Background;
import io.flowshield.risk.learning.BurstWatch;
import io.flowshield.risk.learning.ChallengeBudgets;
import io.flowshield.risk.learning.Housekeeping;
import io.flowshield.risk.learning.LoginLearner;
import io.flowshield.risk.learning.Losses;
import io.flowshield.risk.learning.Populations;
import io.flowshield.risk.outbox.JpaOutboxWriter;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.requirement.RequirementChanges;
import io.flowshield.risk.requirement.RiskReports;
import io.flowshield.risk.session.RiskContextFactory;
import io.flowshield.risk.sharedsignals.SharedSignals;
import io.flowshield.risk.signals.SignalMonitor;
import io.flowshield.risk.store.Erasure;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SagaViewStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/**
 * The default risk service. Server options: {@code
 * --spi-flowshield-risk--default--bypass=true|false}, those of {@link ModelOptions}, {@code
 * ...--ip-database=<file>} ({@code .mmdb} or {@code .csv}; several separated by commas), {@code
 * ...--network-lists=<kind:file>}, {@code ...--budget-millis=<time for a score>} (default 50) and
 * {@code ...--custom-signal-millis=<time for all custom signals>} (default 20).
 */
public final class DefaultRiskServiceFactory
    implements RiskServiceFactory, ServerInfoAwareProviderFactory {
  private static final Logger LOG = Logger.getLogger(DefaultRiskServiceFactory.class);

  /**
   * Not "enabled": Keycloak takes an option of that name for its own, reads it at build time only,
   * and refuses to start when it has changed since. Break-glass must not wait for a build.
   */
  private static final String BYPASS = "bypass";

  private static final String IP_DATABASE = "ipDatabase";
  private static final String NETWORK_LISTS = "networkLists";
  private static final String BUDGET_MILLIS = "budgetMillis";
  private static final String CUSTOM_SIGNAL_MILLIS = "customSignalMillis";

  private boolean enabled = true;
  private @Nullable ModelOptions models;
  private @Nullable String ipDatabase;
  private String networkLists = "";
  private Duration budget = RiskEngines.DEFAULT_BUDGET;
  private Duration customLimit = CustomSignals.DEFAULT_LIMIT;
  private volatile @Nullable Running running;
  private @Nullable KeycloakSessionFactory sessions;
  private final ProviderEventListener listener = this::onEvent;

  /** What lives from start to stop. */
  private record Running(
      RiskNode node,
      Background background,
      Background mails,
      Background resetMails,
      Background sessionWork,
      Background keyWork,
      Housekeeping housekeeping,
      List<IpDatabase> databases) {}

  @Override
  public String getId() {
    return "default";
  }

  @Override
  public void init(Config.Scope config) {
    enabled = !config.getBoolean(BYPASS, false);
    models = ModelOptions.of(config);
    ipDatabase = config.get(IP_DATABASE);
    networkLists = config.get(NETWORK_LISTS, "");
    budget =
        Duration.ofMillis(config.getLong(BUDGET_MILLIS, RiskEngines.DEFAULT_BUDGET.toMillis()));
    customLimit =
        Duration.ofMillis(
            config.getLong(CUSTOM_SIGNAL_MILLIS, CustomSignals.DEFAULT_LIMIT.toMillis()));
  }

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    sessions = factory;
    factory.register(listener);
  }

  @Override
  public RiskService create(KeycloakSession session) {
    return new DefaultRiskService(session, node());
  }

  /** What all sessions share; made at first use, so that Keycloak's build does not start it. */
  public RiskNode node() {
    return started().node();
  }

  private Running started() {
    Running now = running;
    return now != null ? now : start();
  }

  private synchronized Running start() {
    Running now = running;
    if (now != null) {
      return now;
    }
    Clock clock = Clock.systemUTC();
    Losses losses = new Losses();
    Background background = new Background("flowshield-learning", losses);
    Background mails = new Background("flowshield-mail", losses);
    // Many alerts must not hold up whoever waits for a link.
    Background resetMails = new Background("flowshield-reset-mail", losses);
    // Telling applications that a session has ended takes as long as they take to answer.
    Background sessionWork = new Background("flowshield-sessions", losses);
    Populations populations = new Populations(clock);
    ChallengeBudgets budgets = new ChallengeBudgets(background, clock);
    CounterStore counters = new MemoryCounterStore();
    JpaOutboxWriter outbox = new JpaOutboxWriter(clock);
    RequirementChanges requirements = new RequirementChanges(outbox, clock);
    RiskReports reports = new RiskReports(background, outbox, clock);
    List<IpDatabase> databases = databases();
    NetworkLists lists = NetworkLists.open(networkLists);
    RiskEngine engine =
        Objects.requireNonNull(models, "init comes first")
            .engine(value -> VaultSecrets.resolve(sessions, value))
            .budget(budget)
            .loadInBackground()
            .build();
    CustomSignals custom = new CustomSignals(customSignals(), customLimit);
    SignalMonitor signals =
        new SignalMonitor(
            () -> failures(engine, custom), custom.watched(), !databases.isEmpty(), clock);
    Background keyWork = new Background("flowshield-keys", losses);
    RiskContextFactory contexts =
        new RiskContextFactory(
            new NetworkResolver(databases, lists), new UserAgentParser(), counters, clock);
    Running started =
        new Running(
            new RiskNode(
                enabled,
                engine,
                custom,
                contexts,
                counters,
                populations,
                budgets,
                new EvenRefusals(),
                new LoginLearner(background, populations, budgets, clock),
                new BurstWatch(background, outbox, clock),
                new SignInAlerts(mails, losses, clock),
                new ResetMails(resetMails, losses),
                new SessionWatch(sessionWork, contexts, requirements, reports, losses, clock),
                new SharedSignals(keyWork, sessionWork, counters, requirements, losses, clock),
                signals,
                outbox,
                requirements,
                reports,
                losses,
                clock),
            background,
            mails,
            resetMails,
            sessionWork,
            keyWork,
            new Housekeeping(background, populations, signals, lists, clock),
            databases);
    running = started;
    if (!enabled) {
      LOG.warn("Flow Shield is switched off: every attempt passes and nothing is stored");
    }
    return started;
  }

  private List<CustomSignal> customSignals() {
    KeycloakSessionFactory factory = sessions;
    return factory == null
        ? List.of()
        : factory
            .getProviderFactoriesStream(CustomSignal.class)
            .map(CustomSignal.class::cast)
            .toList();
  }

  private static Map<String, Long> failures(RiskEngine engine, CustomSignals custom) {
    Map<String, Long> failures = new HashMap<>(engine.health().failedSignals());
    failures.putAll(custom.failures());
    return failures;
  }

  private List<IpDatabase> databases() {
    List<IpDatabase> databases = new ArrayList<>();
    String names = ipDatabase;
    if (names == null || names.isBlank()) {
      return databases;
    }
    for (String name : names.split(",")) {
      try {
        databases.add(IpDatabases.open(Path.of(name.trim())));
      } catch (IOException | RuntimeException e) {
        LOG.errorf(e, "IP database %s cannot be used; networks stay unknown", name.trim());
      }
    }
    return databases;
  }

  private void onEvent(ProviderEvent event) {
    if (event instanceof PostMigrationEvent migrated) {
      Running started = started();
      KeycloakModelUtils.runJobInTransaction(
          migrated.getFactory(), session -> started.housekeeping().schedule(session));
    } else if (event instanceof UserModel.UserRemovedEvent removed) {
      userRemoved(
          removed.getKeycloakSession(), removed.getRealm().getId(), removed.getUser().getId());
    } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
      new Erasure(removed.getKeycloakSession()).realm(removed.getRealm().getId());
      node().populations().forget(removed.getRealm().getId());
      node().signals().forget(removed.getRealm().getId());
      node().budgets().forget(removed.getRealm().getId());
    }
  }

  /** In the transaction that removes the user: erased and told together, or neither. */
  private void userRemoved(KeycloakSession session, String realmId, String userId) {
    boolean registered = node().outbox().isRegistered(session, realmId, userId);
    Optional<SagaView> ended =
        registered
            ? new SagaViewStore(session).find(realmId, userId).filter(SagaView::isFinal)
            : Optional.empty();
    new Erasure(session).user(realmId, userId, registered && ended.isEmpty());
    if (node().outbox().knows(session, realmId, userId)) {
      boolean provisioned =
          registered && ended.filter(saga -> !saga.phase().equals(SagaView.FINALISED)).isEmpty();
      node()
          .outbox()
          .append(
              session,
              realmId,
              userId,
              OutboxEvent.Type.USER_REMOVED,
              Map.of("provisioned", Boolean.toString(provisioned)));
    }
  }

  @Override
  public Map<String, String> getOperationalInfo() {
    Running now = running;
    return now == null
        ? Map.of("state", "not started")
        : Map.of(
            "enabled",
            Boolean.toString(enabled),
            "models",
            now.node().engine().health().isComplete() ? "ready" : "incomplete");
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    List<ProviderConfigProperty> properties = new ArrayList<>(ModelOptions.describe());
    properties.addAll(
        ProviderConfigurationBuilder.create()
            .property()
            .name(BYPASS)
            .type(ProviderConfigProperty.BOOLEAN_TYPE)
            .helpText("True lets every login and registration pass unjudged and stores nothing.")
            .defaultValue(false)
            .add()
            .property()
            .name(IP_DATABASE)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("Network databases, .mmdb or .csv, separated by commas; earlier ones win.")
            .add()
            .property()
            .name(BUDGET_MILLIS)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("Milliseconds that a score may take; then the rules answer.")
            .defaultValue("50")
            .add()
            .property()
            .name(CUSTOM_SIGNAL_MILLIS)
            .type(ProviderConfigProperty.STRING_TYPE)
            .helpText("Milliseconds that a login waits for all custom signals together.")
            .defaultValue("20")
            .add()
            .build());
    return properties;
  }

  @Override
  public synchronized void close() {
    KeycloakSessionFactory factory = sessions;
    if (factory != null) {
      factory.unregister(listener);
    }
    Running now = running;
    if (now == null) {
      return;
    }
    now.background().close();
    now.mails().close();
    now.resetMails().close();
    now.sessionWork().close();
    now.keyWork().close();
    now.node().engine().close();
    now.node().custom().close();
    now.databases().forEach(DefaultRiskServiceFactory::close);
    running = null;
  }

  private static void close(IpDatabase database) {
    try {
      database.close();
    } catch (Exception e) {
      LOG.warn("An IP database did not close", e);
    }
  }
}
