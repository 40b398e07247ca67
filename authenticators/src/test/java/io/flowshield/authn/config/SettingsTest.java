package io.flowshield.authn.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.policy.RiskLevel;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatorConfigModel;

class SettingsTest {

  private static Settings settings(Map<String, String> values) {
    AuthenticatorConfigModel model = new AuthenticatorConfigModel();
    model.setConfig(new HashMap<>(values));
    return Settings.of(model);
  }

  @Test
  void anExecutionWithoutConfigurationHasTheDefaults() {
    assertThat(Settings.of(null).flag("a", true)).isTrue();
    assertThat(Settings.of(new AuthenticatorConfigModel()).number("a", 1, 9, 4)).isEqualTo(4);
  }

  @Test
  void aNumberOutOfRangeOrMisspeltCountsAsItsDefault() {
    Settings settings = settings(Map.of("low", "0", "high", "11", "word", "five", "good", " 7 "));
    assertThat(settings.number("low", 1, 10, 5)).isEqualTo(5);
    assertThat(settings.number("high", 1, 10, 5)).isEqualTo(5);
    assertThat(settings.number("word", 1, 10, 5)).isEqualTo(5);
    assertThat(settings.number("good", 1, 10, 5)).isEqualTo(7);
  }

  @Test
  void aSwitchThatIsNeitherOnNorOffKeepsItsDefault() {
    Settings settings = settings(Map.of("a", "no", "b", "FALSE"));
    assertThat(settings.flag("a", true)).isTrue();
    assertThat(settings.flag("b", true)).isFalse();
  }

  @Test
  void aChoiceIsReadWhateverItsCase() {
    Settings settings = settings(Map.of("a", "high", "b", "severe"));
    assertThat(settings.choice("a", RiskLevel.class, RiskLevel.LOW)).isEqualTo(RiskLevel.HIGH);
    assertThat(settings.choice("b", RiskLevel.class, RiskLevel.LOW)).isEqualTo(RiskLevel.LOW);
  }

  @Test
  void aListIsSplitAsTheConsoleJoinsIt() {
    assertThat(settings(Map.of("a", "otp## email ##")).list("a")).containsExactly("otp", "email");
    assertThat(settings(Map.of()).list("a")).isEmpty();
  }
}
