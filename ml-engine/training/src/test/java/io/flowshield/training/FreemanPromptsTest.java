package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.training.simulation.AttackFamily;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator's anchor in the real world, on a service smaller than that of the evaluation. */
@Tag("A8")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FreemanPromptsTest {
  private static FreemanPrompts prompts;

  @BeforeAll
  static void simulate() {
    prompts = FreemanPrompts.simulate(71, 300);
  }

  @ParameterizedTest
  @EnumSource(
      value = AttackFamily.class,
      names = {"PROTOCOL_NAIVE", "PROTOCOL_VPN", "PROTOCOL_TARGETED"})
  void freemans_model_asks_simulated_users_as_often_as_real_ones(AttackFamily attacker) {
    for (int i = 0; i < SimulatorEvaluation.RATES.length; i++) {
      int published = SimulatorEvaluation.published(attacker, i);
      assertThat(prompts.median(attacker, SimulatorEvaluation.RATES[i]))
          .as("%s at %s", attacker, SimulatorEvaluation.RATES[i])
          .isBetween(published - 1, published + 1);
    }
  }

  @Test
  void who_lets_fewer_attackers_through_asks_more_often() {
    for (AttackFamily attacker : SimulatorEvaluation.PUBLISHED.keySet()) {
      assertThat(prompts.median(attacker, 0.9999)).isGreaterThan(prompts.median(attacker, 0.5));
    }
  }
}
