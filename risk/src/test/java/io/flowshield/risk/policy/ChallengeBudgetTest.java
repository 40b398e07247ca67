package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.policy.ChallengeBudget.State;
import io.flowshield.risk.policy.ChallengeBudget.Steering;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("C9")
class ChallengeBudgetTest {
  private static final Thresholds SET = Thresholds.of(RealmSettings.DEFAULTS);

  private static ChallengeBudget budget(String share) {
    return ChallengeBudget.read(Map.of("flowshield.login.challengeBudget", share)::get);
  }

  @Test
  void a_realm_that_set_nothing_has_none() {
    ChallengeBudget none = ChallengeBudget.read(name -> null);
    assertThat(none.isOn()).isFalse();
    assertThat(none.steer(SET, 1e6, 0.5)).isEqualTo(new Steering(State.OFF, 0.30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "2", "0.51", "-0.1", "2%", "NaN"})
  void neither_has_one_that_set_nonsense(String share) {
    assertThat(budget(share).isOn()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "499, 0.4, TOO_FEW_LOGINS, 0.30",
    "500, 0.4, FOLLOWING, 0.4",
    "500, 0.01, AT_FLOOR, 0.10",
    "500, 0.99, AT_CEILING, 0.60"
  })
  void the_threshold_follows_between_floor_and_ceiling_on_enough_logins(
      double logins, double wanted, State state, double medium) {
    assertThat(budget("0.02").steer(SET, logins, wanted)).isEqualTo(new Steering(state, medium));
  }

  @Test
  void it_never_rises_above_the_threshold_of_denials() {
    Thresholds strict = new Thresholds(0.2, 0.25, 0.3, 0.6, 0.85);
    assertThat(budget("0.02").steer(strict, 1000, 0.5))
        .isEqualTo(new Steering(State.AT_CEILING, 0.25));
  }

  @Test
  void the_minimum_cannot_be_set_away() {
    ChallengeBudget hasty =
        ChallengeBudget.read(
            Map.of(
                    "flowshield.login.challengeBudget", "0.02",
                    "flowshield.login.challengeBudgetMinimum", "1")
                ::get);
    assertThat(hasty.minimumLogins()).isEqualTo(100);
  }
}
