package io.flowshield.testkit.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("F3")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FraudScenarioTest {
  private static RiskEngine engine;

  @BeforeAll
  static void open() {
    engine =
        RiskEngines.builder(Path.of("..", "..", "models")).budget(Duration.ofSeconds(20)).build();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void the_packs_models_judge_it_as_it_says(FraudScenario scenario) {
    RiskAssessment assessment = engine.assess(scenario.facts(), scenario.prevalence());
    assertThat(assessment.fallbackCause()).isEmpty();
    assertThat(assessment.score()).isBetween(scenario.least(), scenario.most());
  }

  @Test
  void each_differs_from_the_familiar_login_by_the_reason_it_is_named_for() {
    assertThat(reasons(FraudScenario.FAMILIAR_LOGIN)).doesNotContain("NEW_DEVICE");
    assertThat(reasons(FraudScenario.NEW_DEVICE)).contains("NEW_DEVICE");
    assertThat(reasons(FraudScenario.IMPOSSIBLE_TRAVEL)).contains("IMPOSSIBLE_TRAVEL");
    assertThat(reasons(FraudScenario.PASSWORD_SPRAYING)).contains("PASSWORD_SPRAYING");
  }

  private static List<String> reasons(FraudScenario scenario) {
    return engine.assess(scenario.facts(), scenario.prevalence()).reasons().stream()
        .map(Reason::code)
        .toList();
  }
}
