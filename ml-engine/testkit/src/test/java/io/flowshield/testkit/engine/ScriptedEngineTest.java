package io.flowshield.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.testkit.attempt.Attempts;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F3")
class ScriptedEngineTest {

  @Test
  void itGivesTheScoreOfTheTestAndTheNumbersOfTheFacts() {
    RiskAssessment login =
        ScriptedEngine.scoring(0.4, "NEW_DEVICE", "NEW_CITY")
            .assess(Attempts.login().onDevice(null).facts(), 0.01);

    assertThat(login.score()).isEqualTo(0.4);
    assertThat(login.reasons()).extracting(Reason::code).containsExactly("NEW_DEVICE", "NEW_CITY");
    assertThat(login.fallbackCause()).isEmpty();
    assertThat(login.vector().schema()).isEqualTo(LoginFeatures.SCHEMA);
    assertThat(login.vector().get("new_device")).isOne();
    assertThat(
            ScriptedEngine.scoring(0.4).assess(Attempts.signUp().facts(), 0.05).vector().schema())
        .isEqualTo(RegistrationFeatures.SCHEMA);
  }

  @Test
  void withoutAModelItSaysWhyAndItsHealthShowsIt() {
    try (ScriptedEngine engine = ScriptedEngine.scoring(0.1).without(FallbackCause.MODEL_MISSING)) {
      RiskAssessment login = engine.assess(Attempts.login().facts(), 0.01);

      assertThat(login.fallbackCause()).contains("MODEL_MISSING");
      assertThat(login.model()).isEqualTo("rules");
      assertThat(engine.health().isComplete()).isFalse();
      assertThat(engine.health().fallbacks()).containsEntry("MODEL_MISSING", 1L);
    }
  }

  @Test
  void aSlowOneTakesItsTime() {
    ScriptedEngine engine = ScriptedEngine.scoring(0.1).slow(Duration.ofMillis(30));
    long start = System.nanoTime();
    assertThat(engine.assess(Attempts.login().facts(), 0.01).latencyMicros()).isEqualTo(30_000);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(29));
  }
}
