package io.flowshield.risk.learning;

import io.flowshield.ml.network.NetworkLists;
import io.flowshield.risk.outbox.OutboxLedger;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.SharedSignalsSettings;
import io.flowshield.risk.signals.SignalMonitor;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.MailLedger;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.RequirementStore;
import io.flowshield.risk.store.SignalLedger;
import io.flowshield.risk.store.TrustedDeviceStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/**
 * Deletes what is old, in batches of their own transactions, and merges populations, and reads
 * lists of networks again that have changed. Every node does it; two that meet delete different
 * rows or the same ones once.
 */
public final class Housekeeping {
  static final Duration DELIVERED_KEPT = Duration.ofDays(7);
  static final Duration MAIL_KEYS_KEPT = Duration.ofDays(90);

  /** Until then an administrator can see in the table what was required. */
  static final Duration LAPSED_KEPT = Duration.ofDays(30);

  /** Longer than any token is taken, by the clocks of both sides. */
  static final Duration SIGNALS_KEPT = SharedSignalsSettings.OLDEST.plusDays(1);

  private static final Duration DELETE_EVERY = Duration.ofHours(1);
  private static final Duration MERGE_EVERY = Duration.ofSeconds(30);
  private static final Duration LISTS_EVERY = Duration.ofMinutes(5);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(30);
  private static final int BATCH = 500;
  private static final int MAX_BATCHES = 200;

  private final Background background;
  private final Populations populations;
  private final SignalMonitor signals;
  private final NetworkLists lists;
  private final Clock clock;

  public Housekeeping(
      Background background,
      Populations populations,
      SignalMonitor signals,
      NetworkLists lists,
      Clock clock) {
    this.background = background;
    this.populations = populations;
    this.signals = signals;
    this.lists = lists;
    this.clock = clock;
  }

  /** Sets the timers of this node. */
  public void schedule(KeycloakSession session) {
    KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
    TimerProvider timer = session.getProvider(TimerProvider.class);
    timer.schedule(
        () -> background.submit(Losses.Kind.LEARNING_LOST, () -> populations.merge(factory)),
        MERGE_EVERY.toMillis(),
        "flowshield-populations");
    timer.schedule(
        () -> background.submit(Losses.Kind.SIGNALS_NOT_STORED, () -> signals.flush(factory)),
        COUNT_EVERY.toMillis(),
        "flowshield-signals");
    timer.schedule(
        () -> background.submit(Losses.Kind.LEARNING_LOST, () -> delete(factory)),
        DELETE_EVERY.toMillis(),
        "flowshield-retention");
    timer.schedule(
        () -> background.submit(Losses.Kind.LEARNING_LOST, lists::refresh),
        LISTS_EVERY.toMillis(),
        "flowshield-network-lists");
  }

  private record Retention(String realmId, int days) {}

  void delete(KeycloakSessionFactory factory) {
    Instant now = clock.instant();
    List<Retention> realms =
        KeycloakModelUtils.runJobInTransactionWithResult(
            factory,
            session ->
                session
                    .realms()
                    .getRealmsStream()
                    .map(
                        realm ->
                            new Retention(
                                realm.getId(), RealmSettings.of(realm).decisionRetentionDays()))
                    .toList());
    for (Retention realm : realms) {
      batches(
          factory,
          session ->
              new DecisionStore(session)
                  .deleteBefore(realm.realmId(), now.minus(Duration.ofDays(realm.days())), BATCH));
    }
    batches(
        factory,
        session -> new OutboxLedger(session, clock).deleteDone(now.minus(DELIVERED_KEPT), BATCH));
    OwnTransaction.run(factory, signals::delete);
    OwnTransaction.run(
        factory, session -> new RequirementStore(session).deleteLapsed(now.minus(LAPSED_KEPT)));
    OwnTransaction.run(factory, session -> new TrustedDeviceStore(session).deleteLapsed(now));
    OwnTransaction.run(
        factory, session -> SignalLedger.deleteBefore(session, now.minus(SIGNALS_KEPT)));
    OwnTransaction.run(
        factory, session -> new MailLedger(session).deleteBefore(now.minus(MAIL_KEYS_KEPT)));
  }

  /** Deletes in a session; returns how many went. */
  private interface Delete {
    int in(KeycloakSession session);
  }

  private static void batches(KeycloakSessionFactory factory, Delete delete) {
    for (int batch = 0; batch < MAX_BATCHES; batch++) {
      if (OwnTransaction.run(factory, delete::in) < BATCH) {
        return;
      }
    }
  }
}
