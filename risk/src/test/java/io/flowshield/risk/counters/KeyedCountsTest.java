package io.flowshield.risk.counters;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C7")
class KeyedCountsTest {
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final KeyedCounts counts = new KeyedCounts();

  @Test
  void each_key_and_window_counts_for_itself() {
    assertThat(counts.add("a", WINDOW, NOW)).isEqualTo(1);
    assertThat(counts.add("a", WINDOW, NOW.plusSeconds(1))).isEqualTo(2);
    assertThat(counts.add("b", WINDOW, NOW)).isEqualTo(1);
    assertThat(counts.add("a", WINDOW.multipliedBy(2), NOW)).isEqualTo(1);
  }

  @Test
  void what_is_older_than_the_window_does_not_count() {
    counts.add("a", WINDOW, NOW);
    assertThat(counts.add("a", WINDOW, NOW.plus(WINDOW.multipliedBy(2)))).isEqualTo(1);
  }

  @Test
  void what_is_forgotten_begins_anew() {
    counts.add("a", WINDOW, NOW);
    counts.forget("a", WINDOW);
    assertThat(counts.add("a", WINDOW, NOW)).isEqualTo(1);
  }
}
