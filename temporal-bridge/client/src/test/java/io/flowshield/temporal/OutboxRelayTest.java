package io.flowshield.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxEvent.Type;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.keycloak.models.KeycloakSessionFactory;

@Tag("D1")
@Timeout(30)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OutboxRelayTest {
  private final TestClock clock = new TestClock();
  private final LaneQueue queue = new LaneQueue(clock);
  private final ScriptedDispatcher temporal = new ScriptedDispatcher();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final OutboxRelay relay = relay(Duration.ofMillis(20));

  private OutboxRelay relay(Duration interval) {
    return new OutboxRelay(
        sessions(),
        queue,
        temporal,
        interval,
        new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new SplittableRandom(1)),
        new RelayMetrics(meters),
        clock);
  }

  private static KeycloakSessionFactory sessions() {
    return (KeycloakSessionFactory)
        Proxy.newProxyInstance(
            OutboxRelayTest.class.getClassLoader(),
            new Class<?>[] {KeycloakSessionFactory.class},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            });
  }

  private OutboxEvent row(String user, long sequence, Type type) {
    return queue.add(user, sequence, type, Map.of());
  }

  private double count(String name) {
    return meters.find("flowshield.outbox." + name).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  @Test
  void a_users_rows_are_delivered_in_order_one_after_the_other() {
    row("alice", 1, Type.REGISTRATION);
    row("alice", 2, Type.EMAIL_VERIFIED);
    row("bob", 1, Type.REGISTRATION);

    relay.deliverDue();
    assertThat(temporal.delivered).containsExactly("alice-1", "bob-1");
    relay.deliverDue();
    assertThat(temporal.delivered).containsExactly("alice-1", "bob-1", "alice-2");
    assertThat(relay.deliverDue()).isZero();
    assertThat(count("delivered")).isEqualTo(3);
  }

  @Test
  void rows_wait_longer_and_longer_while_temporal_is_away_and_go_when_it_is_back() {
    OutboxEvent row = row("alice", 1, Type.REGISTRATION);
    temporal.away = true;
    List<Long> pauses = new ArrayList<>();
    for (int failure = 1; failure <= 12; failure++) {
      assertThat(relay.deliverDue()).isZero();
      pauses.add(Duration.between(clock.instant(), queue.availableAt(row)).toMillis());
      clock.now = queue.availableAt(row);
    }
    assertThat(pauses.get(0)).isBetween(500L, 1_000L);
    assertThat(pauses.get(3)).isBetween(4_000L, 8_000L);
    assertThat(pauses.get(11)).isBetween(15_000L, 30_000L);
    assertThat(queue.attempts(row)).isEqualTo(12);
    assertThat(queue.error(row)).isEqualTo("away");

    temporal.away = false;
    relay.deliverDue();
    assertThat(queue.state(row)).isEqualTo("DONE");
    assertThat(count("retried")).isEqualTo(12);
  }

  @Test
  void one_time_out_is_enough_for_a_round() {
    OutboxEvent first = row("alice", 1, Type.REGISTRATION);
    OutboxEvent second = row("bob", 1, Type.REGISTRATION);
    temporal.away = true;
    relay.deliverDue();
    assertThat(temporal.calls).isEqualTo(1);
    assertThat(queue.attempts(first)).isEqualTo(1);
    assertThat(queue.attempts(second)).isEqualTo(1);
  }

  @Test
  void a_row_that_nobody_can_deliver_stops_its_own_lane_only() {
    OutboxEvent dead = row("alice", 1, Type.REGISTRATION);
    row("alice", 2, Type.EMAIL_VERIFIED);
    row("bob", 1, Type.REGISTRATION);
    temporal.refused.add("alice-1");
    relay.deliverDue();
    relay.deliverDue();

    assertThat(queue.state(dead)).isEqualTo("DEAD");
    assertThat(queue.error(dead)).isEqualTo("refused");
    assertThat(temporal.delivered).containsExactly("bob-1");
    assertThat(count("dead")).isEqualTo(1);
  }

  @Test
  void a_fault_of_ours_holds_up_one_row_only() {
    OutboxEvent broken = row("alice", 1, Type.REGISTRATION);
    row("bob", 1, Type.REGISTRATION);
    temporal.broken.add("alice-1");
    relay.deliverDue();
    assertThat(queue.attempts(broken)).isEqualTo(1);
    assertThat(temporal.delivered).containsExactly("bob-1");
  }

  @Test
  void a_nudge_wakes_the_relay_long_before_its_timer() throws Exception {
    OutboxRelay slow = relay(Duration.ofMinutes(10));
    slow.start();
    try {
      Thread.sleep(200);
      row("alice", 1, Type.REGISTRATION);
      slow.nudge();
      assertThat(temporal.first.await(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      slow.close();
    }
  }

  @Test
  void a_timer_finds_what_no_nudge_told_of_and_closing_ends_the_thread() throws Exception {
    relay.start();
    row("alice", 1, Type.REGISTRATION);
    assertThat(temporal.first.await(5, TimeUnit.SECONDS)).isTrue();
    relay.close();
    assertThat(temporal.closed).isTrue();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("flowshield-relay"));
  }

  private static final class ScriptedDispatcher implements OutboxDispatcher {
    private final List<String> delivered = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private int calls;
    private volatile boolean away;
    private volatile boolean closed;

    @Override
    public void dispatch(OutboxEvent event)
        throws ReceiverUnavailableException, UndeliverableException {
      calls++;
      Exception cause = new IllegalStateException("script");
      if (away) {
        throw new ReceiverUnavailableException("away", cause);
      }
      if (refused.contains(event.id())) {
        throw new UndeliverableException("refused", cause);
      }
      if (broken.contains(event.id())) {
        throw new IllegalStateException("broken");
      }
      delivered.add(event.id());
      first.countDown();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static final class TestClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-22T00:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
