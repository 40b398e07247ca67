package io.flowshield.authn.level;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatorConfigModel;

class RequireLevelConfigTest {

  private static int level(String value) {
    AuthenticatorConfigModel model = new AuthenticatorConfigModel();
    model.setConfig(Map.of("level", value));
    return RequireLevelConfig.of(model).level();
  }

  @Test
  void unconfiguredItRequiresTheSecondLevel() {
    assertThat(RequireLevelConfig.of(null).level()).isEqualTo(2);
  }

  @Test
  void whatIsNoLevelCountsAsTheDefaultAndNeverAsNone() {
    assertThat(level("3")).isEqualTo(3);
    assertThat(level("0")).isEqualTo(2);
    assertThat(level("-1")).isEqualTo(2);
    assertThat(level("gold")).isEqualTo(2);
  }
}
