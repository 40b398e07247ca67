package io.flowshield.temporal;

import io.flowshield.risk.outbox.JpaOutboxQueue;
import io.flowshield.risk.outbox.OutboxNudge;
import io.flowshield.risk.policy.AdaptiveSettings;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.workflow.encryption.PayloadEncryption;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jboss.logging.Logger;
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
 * --spi-flowshield-relay--default--temporal-address}, {@code --namespace}, {@code --payload-keys},
 * {@code --interval-millis}, {@code --enabled}.
 */
public final class DefaultOutboxRelayProviderFactory implements OutboxRelayProviderFactory {
  private static final Logger LOG = Logger.getLogger(DefaultOutboxRelayProviderFactory.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private TemporalSettings temporal = new TemporalSettings(null, null, null);
  private Duration interval = Duration.ofSeconds(1);
  private @Nullable PayloadEncryption encryption;
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
    temporal = TemporalSettings.of(config);
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
    TemporalConnection connection;
    try {
      encryption = temporal.encryption(sessions).orElse(null);
      connection = temporal.connection(encryption);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      LOG.errorf("The outbox keeps its rows, since Temporal is set up wrongly: %s", e.getMessage());
      return;
    }
    OutboxRelay started =
        new OutboxRelay(
            sessions,
            new JpaOutboxQueue(Clock.systemUTC()),
            new TemporalDispatcher(connection, id -> realm(sessions, id)),
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
              : Optional.of(
                  new RealmFacts(
                      realm.getName(), RealmSettings.of(realm), AdaptiveSettings.of(realm)));
        });
  }

  @Override
  public synchronized Optional<PayloadEncryption> encryption() {
    return Optional.ofNullable(encryption);
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    List<ProviderConfigProperty> described = new ArrayList<>(TemporalSettings.describe());
    ProviderConfigurationBuilder.create()
        .property()
        .name("intervalMillis")
        .type(ProviderConfigProperty.INTEGER_TYPE)
        .helpText("How often, in milliseconds, the outbox is looked at without being nudged.")
        .defaultValue((int) interval.toMillis())
        .add()
        .build()
        .forEach(described::add);
    return described;
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
