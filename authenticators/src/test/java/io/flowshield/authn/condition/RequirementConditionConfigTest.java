package io.flowshield.authn.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.Requirement.Kind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticatorConfigModel;

@Tag("C2")
class RequirementConditionConfigTest {

  @Test
  void matchesTheChosenKindsAndWithoutAnyAll() {
    assertThat(config("BLOCKED##CHANGE_PASSWORD").matches(required(Kind.BLOCKED))).isTrue();
    assertThat(config("BLOCKED").matches(required(Kind.CHANGE_PASSWORD))).isFalse();
    assertThat(config("").matches(required(Kind.REAUTHENTICATE))).isTrue();
    assertThat(config("misspelt").matches(required(Kind.REAUTHENTICATE))).isTrue();
  }

  private static RequirementConditionConfig config(String kinds) {
    AuthenticatorConfigModel model = new AuthenticatorConfigModel();
    model.setConfig(Map.of("kinds", kinds));
    return RequirementConditionConfig.of(model);
  }

  private static Requirement required(Kind kind) {
    return new Requirement(kind, Instant.EPOCH, null, "TEST", "admin");
  }
}
