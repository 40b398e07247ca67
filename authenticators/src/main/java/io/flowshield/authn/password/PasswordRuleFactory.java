package io.flowshield.authn.password;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/** What the factories of our rules for new passwords have in common. */
interface PasswordRuleFactory extends PasswordPolicyProviderFactory {
  /** A rule stands in a policy once. */
  @Override
  default boolean isMultiplSupported() {
    return false;
  }

  @Override
  default void init(Config.Scope config) {
    // nothing to read
  }

  @Override
  default void postInit(KeycloakSessionFactory factory) {
    // nothing to prepare
  }

  @Override
  default void close() {
    // nothing to release
  }
}
