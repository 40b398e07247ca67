package io.flowshield.authn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.ConfigurableAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderFactory;

/**
 * What the factories of all our flow steps have in common: no server options, no set-up by the
 * user, REQUIRED or DISABLED, and configurable exactly when there is something to configure.
 */
public interface StepFactory<P extends Provider>
    extends ProviderFactory<P>, ConfigurableAuthenticatorFactory {
  /** No start-up options: settings belong to the execution. */
  @Override
  default void init(Config.Scope config) {
    // nothing to read
  }

  /** Nothing to prepare. */
  @Override
  default void postInit(KeycloakSessionFactory factory) {
    // nothing to prepare
  }

  /** Holds no resources. */
  @Override
  default void close() {
    // nothing to release
  }

  /** Not a kind of credential. */
  @Override
  default @Nullable String getReferenceCategory() {
    return null;
  }

  @Override
  default boolean isConfigurable() {
    return !getConfigProperties().isEmpty();
  }

  @Override
  default Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
  }

  @Override
  default boolean isUserSetupAllowed() {
    return false;
  }

  @Override
  default List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }
}
