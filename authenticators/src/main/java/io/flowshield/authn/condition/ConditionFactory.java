package io.flowshield.authn.condition;

import io.flowshield.authn.config.StepFactory;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;

/** What the factories of our conditions have in common; settles which of two defaults counts. */
interface ConditionFactory extends StepFactory<Authenticator>, ConditionalAuthenticatorFactory {
  @Override
  default String getReferenceCategory() {
    return REFERENCE_CATEGORY;
  }
}
