package io.flowshield.risk.rest;

import jakarta.ws.rs.core.Response;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AppAuthManager.BearerTokenAuthenticator;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * Lets the worker in: a token that a client got for its own service account, which holds the role
 * {@code flowshield-worker} of the realm's client of that name. Nobody else, administrators
 * included.
 */
final class WorkerAccess {
  static final String NAME = "flowshield-worker";

  private WorkerAccess() {}

  static void require(KeycloakSession session, RealmModel realm) {
    AuthResult caller =
        new BearerTokenAuthenticator(session)
            .setRealm(realm)
            .setUriInfo(session.getContext().getUri())
            .setConnection(session.getContext().getConnection())
            .setHeaders(session.getContext().getHttpRequest().getHttpHeaders())
            .authenticate();
    if (caller == null) {
      throw new Refusal(Response.Status.UNAUTHORIZED, "A bearer token is needed");
    }
    UserModel user = caller.user();
    ClientModel owner = realm.getClientByClientId(NAME);
    RoleModel role = owner == null ? null : owner.getRole(NAME);
    String account = user.getServiceAccountClientLink();
    if (role == null
        || account == null
        || caller.client() == null
        || !account.equals(caller.client().getId())
        || !user.hasRole(role)) {
      throw new Refusal(Response.Status.FORBIDDEN, "Only the worker's service account may do this");
    }
  }
}
