package io.flowshield.authn.config;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What our flow steps have in common: they stand behind the step that finds the user, work for
 * every user, ask nobody to set anything up, and hold nothing.
 */
public interface Step extends Authenticator {
  /** Whether the steps of a direct grant run, all in one request and without pages. */
  static boolean isDirectGrant(AuthenticationFlowContext context) {
    return "token".equals(context.getFlowPath());
  }

  @Override
  default boolean requiresUser() {
    return true;
  }

  @Override
  default boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
    return true;
  }

  /** Nothing can be set up in the middle of a risky login. */
  @Override
  default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    // asks nothing of the user
  }

  @Override
  default void close() {
    // holds nothing
  }
}
