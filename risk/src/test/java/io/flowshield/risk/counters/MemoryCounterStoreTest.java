package io.flowshield.risk.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.Counters;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MemoryCounterStoreTest {
  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final MemoryCounterStore store = new MemoryCounterStore();

  private Counters snapshot(String user, String address, Instant time) {
    return store.snapshot("realm", user, address, "203.0.113.0/24", time);
  }

  @Test
  void nothing_was_seen_of_a_stranger() {
    assertThat(snapshot("alice", "a1", START))
        .isEqualTo(new Counters(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1));
  }

  @Test
  void one_address_that_fails_on_many_accounts_sprays() {
    for (int i = 0; i < 30; i++) {
      store.loginFailed("realm", "user" + i, "a1", "192.0.2.0/24", START);
    }
    Counters counters = snapshot("user3", "a1", START.plusSeconds(1));
    assertThat(counters.networkFailures()).isEqualTo(30);
    assertThat(counters.networkUsersTried()).isEqualTo(30);
    assertThat(counters.userFailures()).isEqualTo(1);
    assertThat(counters.realmFailures()).isEqualTo(30);
  }

  @Test
  void failures_leave_the_window() {
    store.loginFailed("realm", "alice", "a1", "192.0.2.0/24", START);
    assertThat(snapshot("alice", "a1", START.plus(Duration.ofMinutes(14))).userFailures())
        .isEqualTo(1);
    Counters later = snapshot("alice", "a1", START.plus(Duration.ofMinutes(17)));
    assertThat(later.userFailures()).isZero();
    assertThat(later.userNetworks()).as("an hour's window").isEqualTo(1);
    assertThat(snapshot("alice", "a1", START.plus(Duration.ofMinutes(61))).userNetworks()).isZero();
  }

  @Test
  void distinct_counting_is_bounded() {
    for (int i = 0; i < 5000; i++) {
      store.loginFailed("realm", "user" + i, "a1", "192.0.2.0/24", START);
    }
    assertThat(snapshot("x", "a1", START).networkUsersTried()).isEqualTo(SlidingSet.LIMIT);
  }

  @Test
  void registrations_count_for_their_prefix_and_realm() {
    store.registered("realm", "203.0.113.0/24", START);
    store.registered("realm", "198.51.100.0/24", START);
    store.registered("other", "203.0.113.0/24", START);
    Counters counters = snapshot("x", "a1", START);
    assertThat(counters.networkRegistrations()).isEqualTo(1);
    assertThat(counters.realmRegistrations()).isEqualTo(2);
  }

  @Test
  @Tag("A9")
  void an_account_counts_the_networks_that_used_it_or_tried_to() {
    store.loginFailed("realm", "alice", "a1", "192.0.2.0/24", START);
    store.loginFailed("realm", "alice", "a2", "192.0.2.0/24", START);
    store.loginCompleted("realm", "alice", "198.51.100.0/24", null, START);
    assertThat(snapshot("alice", "a9", START).userPrefixes()).as("with this one").isEqualTo(3);
    store.loginCompleted("realm", "alice", "203.0.113.0/24", null, START);
    assertThat(snapshot("alice", "a9", START).userPrefixes()).isEqualTo(3);
    assertThat(snapshot("alice", "a9", START.plus(Duration.ofHours(25))).userPrefixes())
        .as("a day later")
        .isEqualTo(1);
    for (int i = 0; i < 1000; i++) {
      store.loginCompleted("realm", "alice", i + "/24", null, START);
    }
    assertThat(snapshot("alice", "a9", START).userPrefixes()).as("bounded").isLessThan(40);
  }

  @Test
  @Tag("C2")
  void failures_are_told_apart_by_where_they_came_from() {
    store.loginFailed("realm", "alice", "a1", "203.0.113.0/24", START);
    for (int i = 0; i < 500; i++) {
      store.loginFailed("realm", "alice", "b" + i, "198.18." + i + ".0/24", START);
    }
    store.loginCompleted("realm", "alice", "192.0.2.0/24", null, START);
    Counters counters = snapshot("alice", "a2", START);
    assertThat(counters.userFailures()).isEqualTo(501);
    assertThat(counters.userFailuresHere()).isEqualTo(1);
    assertThat(counters.userPrefixes()).isGreaterThan(30);
    assertThat(counters.userPrefixesUsed()).as("the completed one's and this one").isEqualTo(2);
    assertThat(snapshot("bob", "a2", START).userFailuresHere()).isZero();
    assertThat(snapshot("alice", "a2", START.plus(Duration.ofMinutes(17))).userFailuresHere())
        .isZero();
  }

  @Test
  @Tag("A9")
  void a_session_counts_until_it_ends() {
    store.loginCompleted("realm", "alice", "p", "s1", START);
    store.loginCompleted("realm", "alice", "p", "s1", START);
    store.loginCompleted("realm", "alice", "p", "s2", START);
    store.loginCompleted("realm", "bob", "p", "s3", START);
    assertThat(snapshot("alice", "a1", START).userSessions()).isEqualTo(2);
    store.sessionEnded("realm", "alice", "s2", START);
    store.sessionEnded("realm", "alice", "s9", START);
    store.sessionEnded("realm", "carol", "s1", START);
    assertThat(snapshot("alice", "a1", START).userSessions()).isEqualTo(1);
    assertThat(snapshot("alice", "a1", START.plus(Duration.ofHours(13))).userSessions()).isZero();
  }

  @Test
  @Tag("A9")
  void changed_credentials_count_for_a_day() {
    store.credentialChanged("realm", "alice", START);
    store.credentialChanged("realm", "alice", START.plusSeconds(5));
    Instant soon = START.plusSeconds(60);
    assertThat(snapshot("alice", "a1", soon).userCredentialChanges()).isEqualTo(2);
    assertThat(snapshot("bob", "a1", soon).userCredentialChanges()).isZero();
    assertThat(snapshot("alice", "a1", START.plus(Duration.ofHours(28))).userCredentialChanges())
        .isZero();
  }

  /** Every failure of another user from another address: the worst for memory. */
  @Test
  @Tag("C2")
  void failures_without_end_take_no_memory_without_end() throws InterruptedException {
    fail(0, 200_000);
    long full = usedMegabytes();
    fail(200_000, 1_200_000);
    long later = usedMegabytes();
    System.out.printf("Counters hold %d MB after 200,000 and %d MB after 1,200,000%n", full, later);
    assertThat(later).isLessThan(full + full / 4);
    assertThat(later).isLessThan(400);
    assertThat(snapshot("user1199999", "a1199999", START).userFailures()).isOne();
  }

  private void fail(int from, int to) {
    for (int i = from; i < to; i++) {
      store.loginFailed(
          "realm", "user" + i, "a" + i, (i >> 16) + "." + (i >> 8 & 255) + ".0.0/24", START);
    }
  }

  /** Heap in use once the caches have thrown out what is too much. */
  private static long usedMegabytes() throws InterruptedException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(100);
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least >> 20;
  }

  @Test
  void a_clock_that_goes_back_loses_nothing() {
    SlidingCount count = new SlidingCount(Duration.ofMinutes(10));
    count.add(START.toEpochMilli());
    count.add(START.minusSeconds(300).toEpochMilli());
    assertThat(count.count(START.toEpochMilli())).isEqualTo(2);
  }
}
