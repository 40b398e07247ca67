package io.flowshield.risk.outbox;

import io.flowshield.risk.store.Guard;
import io.flowshield.risk.store.Limits;
import io.flowshield.risk.store.OwnTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.keycloak.models.KeycloakSessionFactory;

/** The outbox in Keycloak's database. Thread-safe. */
public final class JpaOutboxQueue implements OutboxQueue {
  private final Clock clock;

  public JpaOutboxQueue(Clock clock) {
    this.clock = clock;
  }

  @Override
  public List<OutboxEvent> claim(
      KeycloakSessionFactory factory, String owner, Duration lease, int limit) {
    Instant now = clock.instant();
    return inTransaction(
        factory, connection -> OutboxSql.claim(connection, owner, now, now.plus(lease), limit));
  }

  @Override
  public void delivered(KeycloakSessionFactory factory, OutboxEvent event, String owner) {
    Instant now = clock.instant();
    inTransaction(
        factory,
        connection ->
            OutboxSql.settle(connection, event.id(), owner, OutboxSql.DONE, now, null, now));
    OutboxNudge.nudge();
  }

  @Override
  public void retry(
      KeycloakSessionFactory factory,
      OutboxEvent event,
      String owner,
      Instant retryAt,
      String error) {
    inTransaction(
        factory,
        connection ->
            OutboxSql.settle(connection, event.id(), owner, OutboxSql.NEW, retryAt, error, null));
  }

  @Override
  public void deadLetter(
      KeycloakSessionFactory factory, OutboxEvent event, String owner, String error) {
    Instant now = clock.instant();
    inTransaction(
        factory,
        connection ->
            OutboxSql.settle(connection, event.id(), owner, OutboxSql.DEAD, now, error, null));
  }

  private static <T> T inTransaction(KeycloakSessionFactory factory, Guard.Work<T> work) {
    return OwnTransaction.run(
        factory, session -> Guard.connection(session, Limits.BACKGROUND, work));
  }
}
