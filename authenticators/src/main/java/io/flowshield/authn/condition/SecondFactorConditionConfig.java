package io.flowshield.authn.condition;

import io.flowshield.authn.config.Settings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the condition on second factors.
 *
 * @param available true to match users who have one, false to match users who have none
 * @param factors those that count
 */
record SecondFactorConditionConfig(boolean available, Set<SecondFactor> factors) {
  private static final String AVAILABLE = "available";
  private static final String FACTORS = "factors";

  private static final List<String> NAMES =
      Stream.of(SecondFactor.values()).map(SecondFactorConditionConfig::name).toList();

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(AVAILABLE)
          .label("Available")
          .helpText(
              "On: the sub-flow runs for users who have one of these factors. Off: it runs for"
                  + " users who have none of them.")
          .type(ProviderConfigProperty.BOOLEAN_TYPE)
          .defaultValue(true)
          .add()
          .property()
          .name(FACTORS)
          .label("Factors")
          .helpText(
              "Factors that count: an OTP device, a security key, recovery codes, a verified e-mail"
                  + " address. None chosen: all but recovery codes, which no step of the usual flow"
                  + " asks for.")
          .type(ProviderConfigProperty.MULTIVALUED_LIST_TYPE)
          .options(NAMES)
          .add()
          .build();

  static SecondFactorConditionConfig of(@Nullable AuthenticatorConfigModel model) {
    Settings settings = Settings.of(model);
    List<String> chosen = settings.list(FACTORS);
    EnumSet<SecondFactor> factors = EnumSet.noneOf(SecondFactor.class);
    Arrays.stream(SecondFactor.values())
        .filter(factor -> chosen.contains(name(factor)))
        .forEach(factors::add);
    return new SecondFactorConditionConfig(
        settings.flag(AVAILABLE, true),
        factors.isEmpty() ? EnumSet.complementOf(EnumSet.of(SecondFactor.RECOVERY)) : factors);
  }

  boolean matches(UserModel user) {
    return factors.stream().anyMatch(factor -> factor.isReadyFor(user)) == available;
  }

  private static String name(SecondFactor factor) {
    return factor.name().toLowerCase(Locale.ROOT);
  }
}
