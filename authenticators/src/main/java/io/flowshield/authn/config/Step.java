package io.flowshield.authn.config;

import io.flowshield.ml.context.Door;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.LoginActionsService;

/**
 * What our flow steps have in common: they stand behind the step that finds the user, work for
 * every user, ask nobody to set anything up, and hold nothing.
 */
public interface Step extends Authenticator {
  /** Whether the steps of a direct grant run, all in one request and without pages. */
  static boolean isDirectGrant(AuthenticationFlowContext context) {
    return door(context) == Door.DIRECT_GRANT;
  }

  /** The door that a flow guards, by the path under which Keycloak runs it. */
  static Door door(AuthenticationFlowContext context) {
    return switch (context.getFlowPath()) {
      case "token" -> Door.DIRECT_GRANT;
      case LoginActionsService.RESET_CREDENTIALS_PATH -> Door.RESET_CREDENTIALS;
      case LoginActionsService.FIRST_BROKER_LOGIN_PATH -> Door.FIRST_BROKER_LOGIN;
      case LoginActionsService.POST_BROKER_LOGIN_PATH -> Door.POST_BROKER_LOGIN;
      default -> Door.BROWSER_LOGIN;
    };
  }

  /** Whether somebody has opened the link of a mail, who knows then that there is an account. */
  static boolean hasFollowedLink(AuthenticationFlowContext context) {
    return context
            .getAuthenticationSession()
            .getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID)
        != null;
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
