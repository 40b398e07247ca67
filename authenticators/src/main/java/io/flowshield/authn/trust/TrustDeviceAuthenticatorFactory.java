package io.flowshield.authn.trust;

import io.flowshield.authn.config.StepFactory;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes the authenticator {@code flowshield-trust-device}. */
public final class TrustDeviceAuthenticatorFactory
    implements StepFactory<Authenticator>, AuthenticatorFactory {
  public static final String ID = "flowshield-trust-device";

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public String getDisplayType() {
    return "Flow Shield: remember this browser";
  }

  @Override
  public String getHelpText() {
    return "Asks whoever has shown a second factor in this login whether the browser shall be"
        + " remembered, so that a medium risk does not ask again there. Only where the realm's"
        + " setting flowshield.trustedDevice.days says how long; else it does nothing. Place it,"
        + " REQUIRED, behind the step-up.";
  }

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }

  @Override
  public Authenticator create(KeycloakSession session) {
    return new TrustDeviceAuthenticator(session);
  }
}
