package io.flowshield.risk.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.store.H2;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OutboxSqlTest {
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);

  private final JpaOutboxWriter writer = new JpaOutboxWriter(Clock.fixed(NOW, ZoneOffset.UTC));
  private H2 database;

  @BeforeEach
  void open() throws Exception {
    database = new H2();
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  private interface Work<T> {
    T in(Connection connection) throws Exception;
  }

  private <T> T transaction(Work<T> work) throws Exception {
    try (Connection connection = database.begin()) {
      T result = work.in(connection);
      connection.commit();
      return result;
    }
  }

  private String append(String user, OutboxEvent.Type type) throws Exception {
    return transaction(
        connection -> writer.append(connection, "realm", user, type, Map.of("cause", "X")));
  }

  private List<OutboxEvent> claim(String owner, Instant now) throws Exception {
    return transaction(
        connection -> OutboxSql.claim(connection, owner, now, now.plusSeconds(30), 10));
  }

  @Test
  void only_the_oldest_open_row_of_a_user_can_be_claimed() throws Exception {
    String first = append("alice", OutboxEvent.Type.REGISTRATION);
    String second = append("alice", OutboxEvent.Type.EMAIL_VERIFIED);
    append("bob", OutboxEvent.Type.REGISTRATION);

    List<OutboxEvent> claimed = claim("node1", NOW);
    assertThat(claimed).extracting(OutboxEvent::userId).containsExactlyInAnyOrder("alice", "bob");
    assertThat(claimed).extracting(OutboxEvent::sequence).containsOnly(1L);
    assertThat(claim("node2", NOW)).as("held by node1").isEmpty();

    assertThat(settle(first, "node1", OutboxSql.DONE)).isTrue();
    assertThat(claim("node2", NOW)).extracting(OutboxEvent::id).containsExactly(second);
  }

  private boolean settle(String id, String owner, String state) throws Exception {
    return transaction(
        connection ->
            OutboxSql.settle(
                connection,
                id,
                owner,
                state,
                NOW,
                "error",
                state.equals(OutboxSql.DONE) ? NOW : null));
  }

  @Test
  void a_lease_that_ran_out_goes_to_another_node_and_the_first_has_no_say_any_more()
      throws Exception {
    String id = append("alice", OutboxEvent.Type.REGISTRATION);
    assertThat(claim("node1", NOW)).hasSize(1);
    List<OutboxEvent> again = claim("node2", LATER);
    assertThat(again).extracting(OutboxEvent::id).containsExactly(id);
    assertThat(again.get(0).attempts()).isEqualTo(1);
    assertThat(again.get(0).payload()).containsEntry("cause", "X");
    assertThat(settle(id, "node1", OutboxSql.DONE)).isFalse();
    assertThat(settle(id, "node2", OutboxSql.DONE)).isTrue();
  }

  @Test
  void a_dead_letter_stops_its_lane_until_it_is_skipped_or_retried() throws Exception {
    String first = append("alice", OutboxEvent.Type.REGISTRATION);
    String second = append("alice", OutboxEvent.Type.EMAIL_VERIFIED);
    claim("node1", NOW);
    assertThat(settle(first, "node1", OutboxSql.DEAD)).isTrue();
    assertThat(claim("node1", LATER)).isEmpty();

    assertThat((boolean) transaction(c -> OutboxSql.revive(c, "other realm", first, LATER)))
        .isFalse();
    assertThat((boolean) transaction(c -> OutboxSql.revive(c, "realm", first, LATER))).isTrue();
    assertThat(claim("node1", LATER)).extracting(OutboxEvent::id).containsExactly(first);
    settle(first, "node1", OutboxSql.DEAD);
    assertThat((boolean) transaction(c -> OutboxSql.skip(c, "realm", first, LATER))).isTrue();
    assertThat(claim("node1", LATER)).extracting(OutboxEvent::id).containsExactly(second);
  }

  @Test
  void a_sequence_never_comes_twice_even_after_delivered_rows_were_deleted() throws Exception {
    String first = append("alice", OutboxEvent.Type.REGISTRATION);
    claim("node1", NOW);
    settle(first, "node1", OutboxSql.DONE);
    assertThat((int) transaction(c -> OutboxSql.deleteDone(c, LATER, 100))).isEqualTo(1);
    append("alice", OutboxEvent.Type.EMAIL_VERIFIED);
    assertThat(claim("node1", NOW)).extracting(OutboxEvent::sequence).containsExactly(2L);
  }

  @Test
  void the_lane_of_a_removed_user_goes_with_the_last_row() throws Exception {
    String id = append("alice", OutboxEvent.Type.USER_REMOVED);
    claim("node1", NOW);
    settle(id, "node1", OutboxSql.DONE);
    transaction(c -> OutboxSql.deleteDone(c, LATER, 100));
    assertThat((boolean) transaction(c -> OutboxSql.hasLane(c, "realm", "alice"))).isFalse();
  }

  @Test
  void a_row_that_is_rolled_back_was_never_there() throws Exception {
    try (Connection connection = database.begin()) {
      writer.append(connection, "realm", "alice", OutboxEvent.Type.REGISTRATION, Map.of());
      connection.rollback();
    }
    assertThat(claim("node1", NOW)).isEmpty();
  }

  @Test
  void writers_of_one_user_wait_for_each_other_and_all_get_their_place() throws Exception {
    int writers = 4;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    CountDownLatch start = new CountDownLatch(1);
    List<Future<String>> rows =
        java.util.stream.IntStream.range(0, writers)
            .mapToObj(
                i ->
                    threads.submit(
                        () -> {
                          start.await();
                          return append("alice", OutboxEvent.Type.RISK_CHANGED);
                        }))
            .toList();
    start.countDown();
    for (Future<String> row : rows) {
      assertThat(row.get()).isNotEmpty();
    }
    threads.shutdown();
    for (long sequence = 1; sequence <= writers; sequence++) {
      List<OutboxEvent> claimed = claim("node1", NOW);
      assertThat(claimed).extracting(OutboxEvent::sequence).containsExactly(sequence);
      settle(claimed.get(0).id(), "node1", OutboxSql.DONE);
    }
  }

  @Test
  @Tag("D4")
  void the_worker_may_touch_only_who_came_by_registration_whatever_else_was_written_of_others()
      throws Exception {
    append("alice", OutboxEvent.Type.REGISTRATION);
    append("alice", OutboxEvent.Type.REQUIREMENT_CHANGED);
    append("bob", OutboxEvent.Type.REQUIREMENT_CHANGED);
    assertThat((boolean) transaction(c -> OutboxSql.isRegistered(c, "realm", "alice"))).isTrue();
    assertThat((boolean) transaction(c -> OutboxSql.isRegistered(c, "realm", "bob"))).isFalse();
    assertThat((boolean) transaction(c -> OutboxSql.hasLane(c, "realm", "bob"))).isTrue();
    assertThat((boolean) transaction(c -> OutboxSql.hasLane(c, "realm", "carol"))).isFalse();
  }
}
