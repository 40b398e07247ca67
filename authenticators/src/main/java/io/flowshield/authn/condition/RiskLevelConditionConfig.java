package io.flowshield.authn.condition;

import io.flowshield.authn.config.Settings;
import io.flowshield.risk.policy.RiskLevel;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the condition on the risk level.
 *
 * @param minimum lowest level that matches
 * @param maximum highest level that matches
 * @param unlessTrusted true when MEDIUM does not match on a device that the user has had remembered
 */
record RiskLevelConditionConfig(RiskLevel minimum, RiskLevel maximum, boolean unlessTrusted) {
  private static final String MINIMUM = "minimum";
  private static final String MAXIMUM = "maximum";

  private static final String UNLESS_TRUSTED = "unlessTrusted";

  private static final List<String> LEVELS = Stream.of(RiskLevel.values()).map(Enum::name).toList();

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(MINIMUM)
          .label("Lowest level")
          .helpText("The sub-flow runs from this risk level upwards.")
          .type(ProviderConfigProperty.LIST_TYPE)
          .options(LEVELS)
          .defaultValue(RiskLevel.MEDIUM.name())
          .add()
          .property()
          .name(MAXIMUM)
          .label("Highest level")
          .helpText("The sub-flow runs up to this risk level.")
          .type(ProviderConfigProperty.LIST_TYPE)
          .options(LEVELS)
          .defaultValue(RiskLevel.HIGH.name())
          .add()
          .property()
          .name(UNLESS_TRUSTED)
          .label("Not on a trusted device")
          .helpText(
              "On: a medium level does not count in a browser that the user has had remembered"
                  + " after a second factor. A high level always counts.")
          .type(ProviderConfigProperty.BOOLEAN_TYPE)
          .defaultValue(false)
          .add()
          .build();

  static RiskLevelConditionConfig of(@Nullable AuthenticatorConfigModel model) {
    Settings settings = Settings.of(model);
    return new RiskLevelConditionConfig(
        settings.choice(MINIMUM, RiskLevel.class, RiskLevel.MEDIUM),
        settings.choice(MAXIMUM, RiskLevel.class, RiskLevel.HIGH),
        settings.flag(UNLESS_TRUSTED, false));
  }

  boolean matches(RiskLevel level) {
    return level.compareTo(minimum) >= 0 && level.compareTo(maximum) <= 0;
  }
}
