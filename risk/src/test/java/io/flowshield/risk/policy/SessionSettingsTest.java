package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.policy.SessionSettings.Mode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C7")
class SessionSettingsTest {
  @Test
  void a_realm_that_set_nothing_watches_nothing() {
    assertThat(SessionSettings.read(name -> null))
        .isEqualTo(new SessionSettings(Mode.OFF, 0.30, 0.85, 6, Duration.ofMinutes(10), 4));
  }

  @Test
  void nonsense_watches_nothing_and_is_named() {
    Map<String, String> set =
        Map.of(
            "flowshield.session.evaluation", "on",
            "flowshield.session.revokeThreshold", "2",
            "flowshield.session.sensitiveActions", "few");
    assertThat(SessionSettings.read(set::get)).isEqualTo(SessionSettings.read(name -> null));
    assertThat(RealmSettings.invalid(set::get)).containsExactlyInAnyOrderElementsOf(set.keySet());
  }

  @Test
  void limits_stay_within_reason() {
    Map<String, String> set =
        Map.of(
            "flowshield.session.sensitiveActions", "1",
            "flowshield.session.networks", "100000",
            "flowshield.session.windowSeconds", "1000000");
    SessionSettings settings = SessionSettings.read(set::get);
    assertThat(settings.actions()).isEqualTo(2);
    assertThat(settings.networks()).isEqualTo(1000);
    assertThat(settings.window()).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @CsvSource({
    "0.29, LOW, ALLOW",
    "0.30, MEDIUM, CHALLENGE",
    "0.849, MEDIUM, CHALLENGE",
    "0.85, HIGH, DENY"
  })
  void thresholds_make_outcomes_of_scores(double score, RiskLevel level, Action action) {
    assertThat(SessionSettings.read(name -> null).outcome(score))
        .isEqualTo(new RiskPolicy.Outcome(level, action));
  }
}
