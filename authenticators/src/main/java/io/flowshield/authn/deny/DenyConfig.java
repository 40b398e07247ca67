package io.flowshield.authn.deny;

import io.flowshield.authn.config.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of a refusal.
 *
 * @param likeWrongPassword true to answer as if the password were wrong
 */
record DenyConfig(boolean likeWrongPassword) {
  private static final String LIKE_WRONG_PASSWORD = "likeWrongPassword";

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(LIKE_WRONG_PASSWORD)
          .label("Answer like a wrong password")
          .helpText(
              "On: the answer equals that of a wrong password, so that nobody learns from it that"
                  + " the password was right. Off: a page says that the sign-in was refused, which"
                  + " helps honest users and tells thieves that the password works.")
          .type(ProviderConfigProperty.BOOLEAN_TYPE)
          .defaultValue(true)
          .add()
          .build();

  static DenyConfig of(@Nullable AuthenticatorConfigModel model) {
    return new DenyConfig(Settings.of(model).flag(LIKE_WRONG_PASSWORD, true));
  }
}
