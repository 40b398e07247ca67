package io.flowshield.authn.risk;

import io.flowshield.authn.config.Settings;
import io.flowshield.risk.policy.RiskLevel;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the risk authenticator.
 *
 * @param whenUnjudged level that counts when nothing could judge the login, not even the rules
 */
record RiskAuthenticatorConfig(RiskLevel whenUnjudged) {
  private static final String WHEN_UNJUDGED = "whenUnjudged";

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(WHEN_UNJUDGED)
          .label("Level when nothing could judge")
          .helpText(
              "Counts when the risk service is missing or fails, so that not even its rules could"
                  + " answer. LOW lets such logins pass (fail open), HIGH refuses them (fail"
                  + " closed).")
          .type(ProviderConfigProperty.LIST_TYPE)
          .options(Stream.of(RiskLevel.values()).map(Enum::name).toList())
          .defaultValue(RiskLevel.LOW.name())
          .add()
          .build();

  static RiskAuthenticatorConfig of(@Nullable AuthenticatorConfigModel model) {
    return new RiskAuthenticatorConfig(
        Settings.of(model).choice(WHEN_UNJUDGED, RiskLevel.class, RiskLevel.LOW));
  }
}
