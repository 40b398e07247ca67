package io.flowshield.risk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EvenRefusalsTest {
  private final EvenRefusals refusals = new EvenRefusals();

  @Test
  void the_time_is_twice_what_judging_took_lately_within_bounds() {
    assertThat(refusals.time()).isEqualTo(Duration.ofMillis(15));
    judged(64, Duration.ofMillis(20));
    assertThat(refusals.time()).isEqualTo(Duration.ofMillis(40));
    judged(3, Duration.ofSeconds(2));
    assertThat(refusals.time()).as("few that were slow").isEqualTo(Duration.ofMillis(40));
    judged(10, Duration.ofSeconds(2));
    assertThat(refusals.time()).as("many that were slow").isEqualTo(Duration.ofMillis(150));
    judged(64, Duration.ofMillis(1));
    assertThat(refusals.time()).isEqualTo(Duration.ofMillis(15));
  }

  @Test
  void what_is_held_is_counted_from_when_the_password_was_looked_at() {
    judged(64, Duration.ofMillis(40));
    long begun = System.nanoTime();
    assertThat(refusals.hold(begun)).isTrue();
    long held = System.nanoTime();
    assertThat(Duration.ofNanos(held - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    assertThat(refusals.hold(begun - Duration.ofMillis(80).toNanos()))
        .as("its time is over")
        .isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - held)).isLessThan(Duration.ofMillis(60));
  }

  @Test
  void of_a_flood_some_are_held_and_no_more() throws Exception {
    judged(64, Duration.ofMillis(75));
    ExecutorService threads = Executors.newFixedThreadPool(100);
    try {
      List<Callable<Boolean>> flood = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        flood.add(() -> refusals.hold(System.nanoTime() + Duration.ofSeconds(1).toNanos()));
      }
      int held = 0;
      for (Future<Boolean> answer : threads.invokeAll(flood)) {
        held += answer.get() ? 1 : 0;
      }
      assertThat(held).isEqualTo(32);
    } finally {
      threads.shutdownNow();
    }
    assertThat(refusals.hold(System.nanoTime())).as("places are given back").isTrue();
  }

  @Test
  void an_interrupted_thread_does_not_wait() {
    Thread.currentThread().interrupt();
    assertThat(refusals.hold(System.nanoTime())).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  private void judged(int times, Duration time) {
    for (int i = 0; i < times; i++) {
      refusals.judged(time);
    }
  }
}
