package io.flowshield.temporal;

import io.flowshield.risk.outbox.OutboxEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/**
 * Counters at Keycloak's {@code /metrics}: {@code flowshield.outbox.delivered}, {@code .retried},
 * {@code .dead}, {@code .errors} and the timer {@code flowshield.outbox.lag} from the commit to the
 * delivery.
 */
record RelayMetrics(MeterRegistry registry) {

  void delivered(OutboxEvent event, Duration lag) {
    count("delivered", event);
    registry.timer("flowshield.outbox.lag").record(lag.isNegative() ? Duration.ZERO : lag);
  }

  void retried(OutboxEvent event) {
    count("retried", event);
  }

  void dead(OutboxEvent event) {
    count("dead", event);
  }

  /** The outbox itself could not be read or written. */
  void error() {
    registry.counter("flowshield.outbox.errors").increment();
  }

  private void count(String what, OutboxEvent event) {
    registry.counter("flowshield.outbox." + what, "type", event.type().name()).increment();
  }
}
