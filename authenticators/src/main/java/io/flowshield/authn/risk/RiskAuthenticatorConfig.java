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
 * @param reportOnly true when decisions of this flow are recorded and everybody passes
 */
record RiskAuthenticatorConfig(RiskLevel whenUnjudged, boolean reportOnly) {
  private static final String REPORT_ONLY = "reportOnly";
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
          .property()
          .name(REPORT_ONLY)
          .label("Report only")
          .helpText(
              "On: logins through this flow are judged and recorded, and nobody is challenged or"
                  + " refused for it. Off: realm and client decide. What an administrator requires"
                  + " of a user is enforced all the same.")
          .type(ProviderConfigProperty.BOOLEAN_TYPE)
          .defaultValue(false)
          .add()
          .build();

  static RiskAuthenticatorConfig of(@Nullable AuthenticatorConfigModel model) {
    Settings settings = Settings.of(model);
    boolean reportOnly = settings.flag(REPORT_ONLY, false);
    return new RiskAuthenticatorConfig(
        reportOnly ? RiskLevel.LOW : settings.choice(WHEN_UNJUDGED, RiskLevel.class, RiskLevel.LOW),
        reportOnly);
  }
}
