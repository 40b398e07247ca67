package io.flowshield.risk.custom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C16")
class CircuitBreakerTest {
  private long now = Long.MAX_VALUE - 5;
  private final CircuitBreaker breaker = new CircuitBreaker(() -> now);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }

  @Test
  void fewFailuresOrOnesWithASuccessBetweenThemKeepItClosed() {
    fail(CircuitBreaker.MOST_FAILURES - 1);
    assertThat(breaker.admits()).isTrue();
    breaker.succeeded();
    fail(CircuitBreaker.MOST_FAILURES - 1);
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void afterItsPauseOneIsLetThroughAndDecides() {
    fail(CircuitBreaker.MOST_FAILURES);
    assertThat(breaker.admits()).isFalse();
    now += CircuitBreaker.PAUSE.toNanos() - 1;
    assertThat(breaker.admits()).isFalse();
    now += 1;
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.admits()).as("a second one while the first is tried").isFalse();
    breaker.failed();
    assertThat(breaker.admits()).isFalse();
    now += CircuitBreaker.PAUSE.toNanos();
    assertThat(breaker.admits()).isTrue();
    breaker.succeeded();
    assertThat(breaker.admits()).isTrue();
    assertThat(breaker.isOpen()).isFalse();
  }
}
