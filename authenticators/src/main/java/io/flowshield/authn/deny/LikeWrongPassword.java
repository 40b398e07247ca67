package io.flowshield.authn.deny;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;

/** The refusal of {@code flowshield-deny}, for other steps that stand behind the password form. */
public final class LikeWrongPassword {
  private LikeWrongPassword() {}

  /** Ends the request with the answer of a wrong password. */
  public static void refuse(KeycloakSession session, AuthenticationFlowContext context) {
    new DenyAuthenticator(session).refuse(context, true);
  }
}
