package io.flowshield.authn.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.policy.RiskLevel;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatorConfigModel;

class RiskLevelConditionConfigTest {

  private static RiskLevelConditionConfig config(Map<String, String> values) {
    AuthenticatorConfigModel model = new AuthenticatorConfigModel();
    model.setConfig(values);
    return RiskLevelConditionConfig.of(model);
  }

  @Test
  void unconfiguredItMatchesFromMediumUpwards() {
    RiskLevelConditionConfig config = RiskLevelConditionConfig.of(null);
    assertThat(config.matches(RiskLevel.LOW)).isFalse();
    assertThat(config.matches(RiskLevel.MEDIUM)).isTrue();
    assertThat(config.matches(RiskLevel.HIGH)).isTrue();
  }

  @Test
  void bothBoundsBelongToTheRange() {
    RiskLevelConditionConfig config = config(Map.of("minimum", "LOW", "maximum", "MEDIUM"));
    assertThat(config.matches(RiskLevel.LOW)).isTrue();
    assertThat(config.matches(RiskLevel.MEDIUM)).isTrue();
    assertThat(config.matches(RiskLevel.HIGH)).isFalse();
  }

  @Test
  void aTrustedDeviceCountsOnlyWhereTheAdministratorSaysSo() {
    assertThat(RiskLevelConditionConfig.of(null).unlessTrusted()).isFalse();
    assertThat(config(Map.of("unlessTrusted", "yes")).unlessTrusted()).isFalse();
    assertThat(config(Map.of("unlessTrusted", "true")).unlessTrusted()).isTrue();
  }
}
