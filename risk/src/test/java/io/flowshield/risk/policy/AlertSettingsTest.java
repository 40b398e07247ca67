package io.flowshield.risk.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AlertSettingsTest {
  private static AlertSettings settings(Map<String, String> attributes) {
    return AlertSettings.read(attributes::get);
  }

  @Test
  void nobody_is_told_of_anything_by_default() {
    AlertSettings defaults = settings(Map.of());
    assertThat(defaults.isOn()).isFalse();
    assertThat(defaults.reportOnly()).isFalse();
    assertThat(defaults.level()).isEqualTo(RiskLevel.MEDIUM);
    assertThat(defaults.perDay()).isEqualTo(3);
    assertThat(defaults.linkLife()).isEqualTo(Duration.ofDays(7));
  }

  @Test
  void each_word_switches_one_cause_on() {
    AlertSettings device = settings(Map.of("flowshield.alert.on", "device"));
    assertThat(device.newDevice()).isTrue();
    assertThat(device.newNetwork()).isFalse();
    assertThat(device.risk()).isFalse();
    AlertSettings others = settings(Map.of("flowshield.alert.on", " risk , network"));
    assertThat(others.newDevice()).isFalse();
    assertThat(others.newNetwork()).isTrue();
    assertThat(others.risk()).isTrue();
    assertThat(others.isOn()).isTrue();
  }

  @Test
  void what_makes_no_sense_counts_as_not_set_and_is_named() {
    Map<String, String> nonsense =
        Map.of(
            "flowshield.alert.on", "device, place",
            "flowshield.alert.level", "SEVERE",
            "flowshield.alert.perDay", "0",
            "flowshield.alert.linkExpirySeconds", "a week",
            "flowshield.alert.reportOnly", "perhaps");
    assertThat(settings(nonsense)).isEqualTo(settings(Map.of()));
    assertThat(RealmSettings.invalid(nonsense::get))
        .containsExactlyInAnyOrderElementsOf(nonsense.keySet());
    assertThat(RealmSettings.invalid(Map.of("flowshield.alert.on", "risk")::get)).isEmpty();
  }

  @Test
  void nobody_gets_more_than_a_hundred_mails_a_day() {
    assertThat(settings(Map.of("flowshield.alert.perDay", "5000")).perDay()).isEqualTo(100);
  }
}
