package io.flowshield.authn.condition;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A condition that shows no page, asks nobody to set anything up, and holds nothing. */
interface Condition extends ConditionalAuthenticator {
  @Override
  default void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("a condition shows no page");
  }

  @Override
  default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    // asks nothing of the user
  }

  @Override
  default void close() {
    // holds nothing
  }
}
