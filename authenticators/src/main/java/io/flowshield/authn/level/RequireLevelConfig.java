package io.flowshield.authn.level;

import io.flowshield.authn.config.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the step that requires a level.
 *
 * @param level number of one of the flow's conditions "Level of Authentication"
 */
record RequireLevelConfig(int level) {
  private static final String LEVEL = "level";
  private static final int LOWEST = 1;
  private static final int HIGHEST = 100;
  private static final int SECOND_FACTOR = 2;

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(LEVEL)
          .label("Level of Authentication")
          .helpText(
              "The number in \"Condition - Level of Authentication\" of the sub-flow that must now"
                  + " be passed. The flow must have such a sub-flow behind this step.")
          .type(ProviderConfigProperty.STRING_TYPE)
          .defaultValue(Integer.toString(SECOND_FACTOR))
          .add()
          .build();

  static RequireLevelConfig of(@Nullable AuthenticatorConfigModel model) {
    return new RequireLevelConfig(Settings.of(model).number(LEVEL, LOWEST, HIGHEST, SECOND_FACTOR));
  }
}
