package io.flowshield.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C9")
class ScoreDistributionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final ScoreDistribution scores = new ScoreDistribution();

  @Test
  void no_more_than_the_share_reaches_the_score_and_hardly_fewer() {
    Random random = new Random(7);
    double[] seen = new double[20_000];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = 1 / (1 + Math.exp(4 - 1.5 * random.nextGaussian()));
      scores.add(seen[i], NOW);
    }
    for (double share : new double[] {0.2, 0.02, 0.001}) {
      double threshold = scores.reachedBy(share);
      long reached = java.util.Arrays.stream(seen).filter(score -> score >= threshold).count();
      assertThat((double) reached / seen.length).isLessThanOrEqualTo(share);
      assertThat((double) reached / seen.length).isGreaterThan(0.75 * share);
    }
  }

  @Test
  void where_many_share_one_score_none_of_them_reaches_it() {
    for (int i = 0; i < 100; i++) {
      scores.add(0.2, NOW);
    }
    assertThat(scores.reachedBy(0.02)).isGreaterThan(0.2).isLessThan(0.22);
  }

  @Test
  void a_login_counts_half_after_a_week_and_the_new_ones_win() {
    for (int i = 0; i < 1000; i++) {
      scores.add(0.01, NOW);
    }
    Instant later = NOW.plus(Duration.ofDays(28));
    assertThat(scores.size(NOW.plus(Duration.ofDays(7)))).isCloseTo(500, within(0.01));
    for (int i = 0; i < 200; i++) {
      scores.add(0.4, later);
    }
    assertThat(scores.size(later)).isCloseTo(262.5, within(0.01));
    assertThat(scores.reachedBy(0.5)).isGreaterThan(0.4);
  }

  @Test
  void it_goes_on_for_years_and_takes_every_score() {
    for (int day = 0; day < 5000; day++) {
      scores.add(day % 2 == 0 ? 0 : 1, NOW.plus(Duration.ofDays(day)));
    }
    Instant end = NOW.plus(Duration.ofDays(5000));
    // 1 / (1 - 2^(-1/7)), less what the last day has lost
    assertThat(scores.size(end)).isCloseTo(9.6, within(0.1));
    assertThat(scores.reachedBy(0.4)).isGreaterThan(0.99);
    assertThat(scores.reachedBy(0.6)).isLessThan(0.01);
  }

  @Test
  void an_empty_one_is_worth_nothing() {
    assertThat(scores.size(NOW)).isZero();
    assertThat(scores.reachedBy(0.02)).isZero();
  }
}
