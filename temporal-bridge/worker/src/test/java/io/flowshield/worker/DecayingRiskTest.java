package io.flowshield.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D4")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DecayingRiskTest {
  private static final long DAY = 86_400;
  private static final DecayingRisk RISK = new DecayingRisk(0.8, 1_000);

  @Test
  void half_of_it_is_left_after_each_half_life_and_the_past_makes_it_no_higher() {
    assertThat(RISK.at(1_000, DAY)).isEqualTo(0.8);
    assertThat(RISK.at(1_000 + DAY * 1_000, DAY)).isEqualTo(0.4, within(1e-12));
    assertThat(RISK.at(1_000 + 3 * DAY * 1_000, DAY)).isEqualTo(0.1, within(1e-12));
    assertThat(RISK.at(0, DAY)).isEqualTo(0.8);
  }

  @Test
  void the_highest_counts_and_hints_that_are_joined_add_up() {
    long later = 1_000 + DAY * 1_000;
    assertThat(RISK.highest(0.3, later, DAY).value()).isEqualTo(0.4, within(1e-12));
    assertThat(RISK.highest(0.5, later, DAY).value()).isEqualTo(0.5);
    assertThat(RISK.joined(0.5, later, DAY).value()).isEqualTo(0.7, within(1e-12));
    assertThat(RISK.joined(Double.NaN, later, DAY).value()).isEqualTo(0.4, within(1e-12));
    assertThat(RISK.highest(7, later, DAY).value()).isEqualTo(0.4, within(1e-12));
  }

  @Test
  void it_is_below_a_threshold_when_it_says_so_and_not_a_second_before() {
    long wait = RISK.millisUntilBelow(0.3, 1_000, DAY);
    assertThat(RISK.at(1_000 + wait, DAY)).isLessThan(0.3);
    assertThat(RISK.at(1_000 + wait - 1_000, DAY)).isGreaterThan(0.3);
    assertThat(RISK.millisUntilBelow(0.8, 1_000, DAY)).isPositive();
  }
}
