package io.flowshield.authn.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.session.FiredSignals;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatorConfigModel;

@Tag("C2")
class SignalConditionConfigTest {
  private static final FiredSignals FIRED =
      FiredSignals.parse("NEW_DEVICE=0.0000,TOR_NETWORK=1.5000,broken,WORSE=x");

  @Test
  void oneOfTheNamedSignalsIsEnoughAndNoneNamedIsNever() {
    assertThat(config("NEW_DEVICE", "").matches(FIRED)).isTrue();
    assertThat(config("NEW_CITY##TOR_NETWORK", "0").matches(FIRED)).isTrue();
    assertThat(config("NEW_CITY##WORSE##broken", "0").matches(FIRED)).isFalse();
    assertThat(config("", "0").matches(FIRED)).isFalse();
    assertThat(config("NEW_DEVICE", "").matches(FiredSignals.parse(null))).isFalse();
  }

  @Test
  void theNamedOneHasToHaveAddedEnough() {
    assertThat(config("TOR_NETWORK", "1.5").matches(FIRED)).isTrue();
    assertThat(config("TOR_NETWORK", "1.51").matches(FIRED)).isFalse();
    assertThat(config("NEW_DEVICE", "0.01").matches(FIRED)).isFalse();
  }

  @Test
  void aNumberThatIsNoneOrOutOfRangeCountsAsItsDefault() {
    for (String wrong : new String[] {"much", "1,5", "-1", "21", "NaN", " "}) {
      assertThat(config("NEW_DEVICE", wrong).minimum()).as(wrong).isZero();
    }
  }

  private static SignalConditionConfig config(String signals, String minimum) {
    AuthenticatorConfigModel model = new AuthenticatorConfigModel();
    model.setConfig(Map.of("signals", signals, "minimumContribution", minimum));
    return SignalConditionConfig.of(model);
  }
}
