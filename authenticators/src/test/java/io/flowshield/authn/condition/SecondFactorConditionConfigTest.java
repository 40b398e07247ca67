package io.flowshield.authn.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatorConfigModel;

class SecondFactorConditionConfigTest {

  @Test
  void allFactorsButRecoveryCodesCountWhenNoneIsChosen() {
    SecondFactorConditionConfig config = SecondFactorConditionConfig.of(null);
    assertThat(config.available()).isTrue();
    assertThat(config.factors())
        .containsExactly(SecondFactor.OTP, SecondFactor.WEBAUTHN, SecondFactor.EMAIL);
  }

  @Test
  void onlyTheChosenFactorsCount() {
    AuthenticatorConfigModel model = new AuthenticatorConfigModel();
    model.setConfig(Map.of("available", "false", "factors", "otp##email"));
    SecondFactorConditionConfig config = SecondFactorConditionConfig.of(model);
    assertThat(config.available()).isFalse();
    assertThat(config.factors()).containsExactly(SecondFactor.OTP, SecondFactor.EMAIL);
  }
}
