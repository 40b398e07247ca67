package io.flowshield.authn.condition;

import io.flowshield.authn.config.Settings;
import io.flowshield.risk.session.FiredSignals;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the condition on signals.
 *
 * @param signals codes of which one has to have fired; none of them: it never matches
 * @param minimum log-odds that it has to have added to the score, 0 to 20
 */
record SignalConditionConfig(List<String> signals, double minimum) {
  private static final String SIGNALS = "signals";
  private static final String MINIMUM = "minimumContribution";
  private static final double MOST = 20;

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(SIGNALS)
          .label("Signals")
          .helpText(
              "The sub-flow runs when one of these fired in this login's decision. None chosen: it"
                  + " never runs.")
          .type(ProviderConfigProperty.MULTIVALUED_LIST_TYPE)
          .options(FiredSignals.codes())
          .add()
          .property()
          .name(MINIMUM)
          .label("Least contribution")
          .helpText(
              "Log-odds that the signal must have added to the score, 0 to 20, as the risk history"
                  + " shows them. 0: that it fired is enough.")
          .type(ProviderConfigProperty.STRING_TYPE)
          .defaultValue("0")
          .add()
          .build();

  static SignalConditionConfig of(@Nullable AuthenticatorConfigModel model) {
    Settings settings = Settings.of(model);
    return new SignalConditionConfig(settings.list(SIGNALS), settings.decimal(MINIMUM, 0, MOST, 0));
  }

  boolean matches(FiredSignals fired) {
    return fired.anyOf(signals, minimum);
  }
}
