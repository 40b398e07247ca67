package io.flowshield.temporal;

import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * The outbox's contract in memory, for tests of the relay in which the database is not the point.
 */
final class LaneQueue implements OutboxQueue {
  private final Clock clock;
  private final List<Row> rows = new ArrayList<>();

  LaneQueue(Clock clock) {
    this.clock = clock;
  }

  synchronized OutboxEvent add(
      String user, long sequence, OutboxEvent.Type type, Map<String, String> payload) {
    OutboxEvent event =
        new OutboxEvent(
            user + "-" + sequence, "realm-id", user, sequence, type, payload, clock.instant(), 0);
    rows.add(new Row(event));
    return event;
  }

  @Override
  public synchronized List<OutboxEvent> claim(
      KeycloakSessionFactory factory, String owner, Duration lease, int limit) {
    Instant now = clock.instant();
    Set<String> lanes = new HashSet<>();
    List<OutboxEvent> claimed = new ArrayList<>();
    for (Row row : rows) {
      boolean oldestOfItsLane = !row.state.equals("DONE") && lanes.add(row.event.userId());
      if (oldestOfItsLane
          && row.state.equals("NEW")
          && !row.availableAt.isAfter(now)
          && claimed.size() < limit) {
        row.availableAt = now.plus(lease);
        claimed.add(row.event);
      }
    }
    return claimed;
  }

  @Override
  public synchronized void delivered(
      KeycloakSessionFactory factory, OutboxEvent event, String owner) {
    row(event).state = "DONE";
  }

  @Override
  public synchronized void retry(
      KeycloakSessionFactory factory,
      OutboxEvent event,
      String owner,
      Instant retryAt,
      String error) {
    Row row = row(event);
    row.availableAt = retryAt;
    row.error = error;
    row.event =
        new OutboxEvent(
            event.id(),
            event.realmId(),
            event.userId(),
            event.sequence(),
            event.type(),
            event.payload(),
            event.created(),
            event.attempts() + 1);
  }

  @Override
  public synchronized void deadLetter(
      KeycloakSessionFactory factory, OutboxEvent event, String owner, String error) {
    Row row = row(event);
    row.state = "DEAD";
    row.error = error;
  }

  synchronized String state(OutboxEvent event) {
    return row(event).state;
  }

  synchronized Instant availableAt(OutboxEvent event) {
    return row(event).availableAt;
  }

  synchronized int attempts(OutboxEvent event) {
    return row(event).event.attempts();
  }

  synchronized String error(OutboxEvent event) {
    return row(event).error;
  }

  private Row row(OutboxEvent event) {
    return rows.stream().filter(row -> row.event.id().equals(event.id())).findFirst().orElseThrow();
  }

  private static final class Row {
    private OutboxEvent event;
    private String state = "NEW";
    private String error = "";
    private Instant availableAt = Instant.EPOCH;

    Row(OutboxEvent event) {
      this.event = event;
    }
  }
}
