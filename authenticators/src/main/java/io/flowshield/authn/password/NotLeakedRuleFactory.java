package io.flowshield.authn.password;

import io.flowshield.risk.password.RangeLookup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/**
 * Makes the rule {@code flowshield-not-breached}. Server options: {@code
 * --spi-password-policy--flowshield-not-breached--range-url=<address>} of a range service, none by
 * default, and {@code ...--range-millis=<time limit>} (default 1000).
 */
public final class NotLeakedRuleFactory implements PasswordRuleFactory {
  public static final String ID = "flowshield-not-breached";

  private static final String RANGE_URL = "rangeUrl";
  private static final String RANGE_MILLIS = "rangeMillis";
  private static final long USUAL_MILLIS = 1000;
  private static final long MOST_MILLIS = 10_000;

  private RangeLookup range = RangeLookup.NONE;

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public void init(Config.Scope config) {
    long millis = config.getLong(RANGE_MILLIS, USUAL_MILLIS);
    range =
        RangeLookup.of(
            config.get(RANGE_URL),
            Duration.ofMillis(millis >= 1 && millis <= MOST_MILLIS ? millis : USUAL_MILLIS));
  }

  @Override
  public String getDisplayName() {
    return "Flow Shield: not breached";
  }

  @Override
  public @Nullable String getConfigType() {
    return null;
  }

  @Override
  public @Nullable String getDefaultConfigValue() {
    return null;
  }

  @Override
  public PasswordPolicyProvider create(KeycloakSession session) {
    return new NotLeakedRule(session, range);
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name(RANGE_URL)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText("Address of a range service that is asked when a password is set; none to ask.")
        .add()
        .property()
        .name(RANGE_MILLIS)
        .type(ProviderConfigProperty.STRING_TYPE)
        .helpText("Milliseconds that its answer may take.")
        .defaultValue(String.valueOf(USUAL_MILLIS))
        .add()
        .build();
  }
}
