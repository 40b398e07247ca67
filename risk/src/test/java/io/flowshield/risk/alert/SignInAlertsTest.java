package io.flowshield.risk.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.AlertSettings;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.store.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignInAlertsTest {
  private static final FeatureSchema SCHEMA =
      new FeatureSchema("login", 1, List.of("new_device", "new_network"));

  @Test
  void a_new_device_or_network_counts_where_the_realm_says_so() {
    Decision device = decision(1, 0, RiskLevel.LOW, false);
    Decision network = decision(0, 1, RiskLevel.LOW, false);
    assertThat(told(device, settings(true, false, false))).isTrue();
    assertThat(told(device, settings(false, true, true))).isFalse();
    assertThat(told(network, settings(false, true, false))).isTrue();
    assertThat(told(network, settings(true, false, true))).isFalse();
  }

  @Test
  void another_address_of_a_known_provider_is_no_new_network_and_the_first_login_no_news() {
    AlertSettings both = settings(true, true, false);
    assertThat(told(decision(0, 2f / 3, RiskLevel.LOW, false), both)).isFalse();
    assertThat(told(decision(Float.NaN, Float.NaN, RiskLevel.LOW, false), both)).isFalse();
  }

  @Test
  void risk_counts_from_its_level_on() {
    AlertSettings risk = settings(false, false, true);
    assertThat(told(decision(1, 1, RiskLevel.LOW, false), risk)).isFalse();
    assertThat(told(decision(0, 0, RiskLevel.MEDIUM, false), risk)).isTrue();
    assertThat(told(decision(0, 0, RiskLevel.HIGH, false), risk)).isTrue();
  }

  @Test
  void what_is_only_reported_is_not_told_unless_the_realm_says_so() {
    Decision reported = decision(1, 1, RiskLevel.HIGH, true);
    assertThat(told(reported, settings(true, true, true))).isFalse();
    assertThat(
            told(
                reported,
                new AlertSettings(
                    true, false, false, RiskLevel.MEDIUM, true, 1, Duration.ofDays(1))))
        .isTrue();
  }

  private static boolean told(Decision decision, AlertSettings settings) {
    return SignInAlerts.isWorthTelling(decision, settings);
  }

  private static AlertSettings settings(boolean device, boolean network, boolean risk) {
    return new AlertSettings(device, network, risk, RiskLevel.MEDIUM, false, 3, Duration.ofDays(7));
  }

  private static Decision decision(
      float newDevice, float newNetwork, RiskLevel level, boolean reportOnly) {
    return new Decision(
        "id",
        "realm",
        "user",
        Instant.EPOCH,
        Door.BROWSER_LOGIN,
        "app",
        0.5,
        level,
        Action.ALLOW,
        reportOnly,
        List.of(),
        "login",
        "1",
        null,
        new FeatureVector(SCHEMA, new float[] {newDevice, newNetwork}),
        1,
        "key",
        "203.0.113.0/24",
        Network.Kind.ACCESS);
  }
}
