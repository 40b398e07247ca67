package io.flowshield.authn.challenge;

import io.flowshield.authn.config.Settings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Settings of the e-mail code.
 *
 * @param lifetime how long a code counts
 * @param attempts entries after which it is void
 * @param codesPerHour codes mailed to one user in an hour, over all his logins
 * @param resendAfter wait before another may be mailed
 */
record EmailCodeConfig(Duration lifetime, int attempts, int codesPerHour, Duration resendAfter) {
  private static final String LIFETIME = "lifetimeSeconds";
  private static final String ATTEMPTS = "attempts";
  private static final String CODES_PER_HOUR = "codesPerHour";
  private static final String RESEND_AFTER = "resendAfterSeconds";

  static final List<ProviderConfigProperty> PROPERTIES =
      ProviderConfigurationBuilder.create()
          .property()
          .name(LIFETIME)
          .label("Lifetime in seconds")
          .helpText("How long a code counts, 30 to 3600.")
          .type(ProviderConfigProperty.STRING_TYPE)
          .defaultValue("300")
          .add()
          .property()
          .name(ATTEMPTS)
          .label("Attempts")
          .helpText(
              "Entries that a code allows, 1 to 10. When they are used up the code is void and the"
                  + " login starts again with the password.")
          .type(ProviderConfigProperty.STRING_TYPE)
          .defaultValue("5")
          .add()
          .property()
          .name(CODES_PER_HOUR)
          .label("Codes per hour")
          .helpText(
              "Codes mailed to one user within an hour over all logins, 1 to 50. Bounds both mail"
                  + " bombing and guessing by somebody who knows the password.")
          .type(ProviderConfigProperty.STRING_TYPE)
          .defaultValue("10")
          .add()
          .property()
          .name(RESEND_AFTER)
          .label("Wait before another code, in seconds")
          .helpText("0 to 600.")
          .type(ProviderConfigProperty.STRING_TYPE)
          .defaultValue("30")
          .add()
          .build();

  static EmailCodeConfig of(@Nullable AuthenticatorConfigModel model) {
    Settings settings = Settings.of(model);
    return new EmailCodeConfig(
        Duration.ofSeconds(settings.number(LIFETIME, 30, 3600, 300)),
        settings.number(ATTEMPTS, 1, 10, 5),
        settings.number(CODES_PER_HOUR, 1, 50, 10),
        Duration.ofSeconds(settings.number(RESEND_AFTER, 0, 600, 30)));
  }
}
