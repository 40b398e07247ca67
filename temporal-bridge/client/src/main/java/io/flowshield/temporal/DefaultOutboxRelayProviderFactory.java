package io.flowshield.temporal;

import io.flowshield.risk.outbox.JpaOutboxQueue;
import io.flowshield.risk.outbox.OutboxNudge;
import io.flowshield.risk.policy.RealmSettings;
import io.micrometer.core.instrument.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Starts the relay once the database is ready and stops it with the server. Server options: {@code
 * --spi-flowshield-relay--default--temporal-address}, {@code --namespace}, {@code
 * --interval-millis}, {@code --enabled}.
 */
public final class DefaultOutboxRelayProviderFactory implements OutboxRelayProviderFactory {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private String address = "127.0.0.1:7233";
  private String namespace = "default";
  private Duration interval = Duration.ofSeconds(1);
  private @Nullable OutboxRelay relay;
  private @Nullable Runnable unregister;

  @Override
  public String getId() {
    return "default";
  }

  @Override
  public OutboxRelayProvider create(KeycloakSession session) {
    return () -> {};
  }

  @Override
  public void init(Config.Scope config) {
    address = config.get("temporalAddress", address);
    namespace = config.get("namespace", namespace);
    interval =
        Duration.ofMillis(Math.max(50, config.getLong("intervalMillis", interval.toMillis())));
  }

  @Override
  public void postInit(KeycloakSessionFactory sessions) {
    sessions.register(
        event -> {
          if (event instanceof PostMigrationEvent) {
            start(sessions);
          }
        });
  }

  private synchronized void start(KeycloakSessionFactory sessions) {
    if (relay != null) {
      return;
    }
    OutboxRelay started =
        new OutboxRelay(
            sessions,
            new JpaOutboxQueue(Clock.systemUTC()),
            new TemporalDispatcher(
                new TemporalConnection(address, namespace), id -> realm(sessions, id)),
            interval,
            new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom()),
            new RelayMetrics(Metrics.globalRegistry),
            Clock.systemUTC());
    relay = started;
    unregister = OutboxNudge.register(started::nudge);
    started.start();
  }

  private static Optional<RealmFacts> realm(KeycloakSessionFactory sessions, String id) {
    return KeycloakModelUtils.runJobInTransactionWithResult(
        sessions,
        session -> {
          RealmModel realm = session.realms().getRealm(id);
          return realm == null
              ? Optional.<RealmFacts>empty()
              : Optional.of(new RealmFacts(realm.getName(), RealmSettings.of(realm)));
        });
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name("temporalAddress")
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText("Host and port of Temporal's frontend.")
        .defaultValue(address)
        .add()
        .property()
        .name("namespace")
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText("Temporal namespace of the sagas.")
        .defaultValue(namespace)
        .add()
        .property()
        .name("intervalMillis")
        .type(ProviderConfigProperty.INTEGER_TYPE)
        .helpText("How often, in milliseconds, the outbox is looked at without being nudged.")
        .defaultValue((int) interval.toMillis())
        .add()
        .build();
  }

  @Override
  public synchronized void close() {
    if (unregister != null) {
      unregister.run();
    }
    if (relay != null) {
      relay.close();
    }
  }
}
