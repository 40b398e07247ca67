package io.flowshield.risk.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.keycloak.models.AccountRoles;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.managers.AppAuthManager.BearerTokenAuthenticator;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;

/**
 * What is kept of the caller, for the caller: with a token as Keycloak's own account console and
 * account REST API take it (audience {@code account} and the role {@code view-profile} or {@code
 * manage-account}).
 */
public final class OwnDataResource {
  /** Who may call, in the API's document. */
  static final String NAME = "account";

  private final KeycloakSession session;
  private final RealmModel realm;

  OwnDataResource(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
  }

  /** Everything that is stored under the caller's id. */
  @Operation(summary = "What is kept of the caller")
  @SecurityRequirement(
      name = NAME,
      scopes = {AccountRoles.VIEW_PROFILE, AccountRoles.MANAGE_ACCOUNT})
  @APIResponse(
      responseCode = "200",
      description = "Profile, decisions, requirement and registration")
  @GET
  @Path("export")
  public Response export() {
    return data(caller(AccountRoles.VIEW_PROFILE)).export();
  }

  /** Whether the caller's typing and pointer are looked at. */
  @Operation(summary = "Whether the caller's typing and pointer are looked at")
  @SecurityRequirement(
      name = NAME,
      scopes = {AccountRoles.VIEW_PROFILE, AccountRoles.MANAGE_ACCOUNT})
  @APIResponse(responseCode = "200", description = "What the realm and the caller chose")
  @GET
  @Path("capture")
  public Response capture() {
    return data(caller(AccountRoles.VIEW_PROFILE)).capture();
  }

  /** Switches the capture on or off, as consent or its withdrawal. */
  @Operation(summary = "Agrees to the capture, or switches it off")
  @SecurityRequirement(
      name = NAME,
      scopes = {AccountRoles.MANAGE_ACCOUNT})
  @RequestBody(content = @Content(schema = @Schema(implementation = UserData.Choice.class)))
  @APIResponse(responseCode = "200", description = "What is chosen now")
  @PUT
  @Path("capture")
  public Response choose(InputStream body) {
    String user = caller(AccountRoles.MANAGE_ACCOUNT);
    return data(user).choose(Json.read(body, UserData.Choice.class).chosen(), user);
  }

  /** The browsers that stand in for the caller's second factor. */
  @Operation(summary = "The browsers that stand in for the caller's second factor")
  @SecurityRequirement(
      name = NAME,
      scopes = {AccountRoles.VIEW_PROFILE, AccountRoles.MANAGE_ACCOUNT})
  @APIResponse(responseCode = "200", description = "Those that count now, newest first")
  @GET
  @Path("trusted-devices")
  public Response trustedDevices() {
    return data(caller(AccountRoles.VIEW_PROFILE)).trustedDevices();
  }

  /** Forgets them all. */
  @Operation(summary = "Forgets every browser that stands in for the caller's second factor")
  @SecurityRequirement(
      name = NAME,
      scopes = {AccountRoles.MANAGE_ACCOUNT})
  @APIResponse(responseCode = "204", description = "The next risky login asks again everywhere")
  @DELETE
  @Path("trusted-devices")
  public Response forgetDevices() {
    data(caller(AccountRoles.MANAGE_ACCOUNT)).forget(null);
    return Response.noContent().build();
  }

  /** Forgets one. */
  @Operation(summary = "Forgets one browser that stands in for the caller's second factor")
  @SecurityRequirement(
      name = NAME,
      scopes = {AccountRoles.MANAGE_ACCOUNT})
  @APIResponse(responseCode = "204", description = "The next risky login there asks again")
  @DELETE
  @Path("trusted-devices/{id}")
  public Response forgetDevice(@PathParam("id") String id) {
    data(caller(AccountRoles.MANAGE_ACCOUNT)).forget(id);
    return Response.noContent().build();
  }

  private UserData data(String userId) {
    return new UserData(session, realm, RiskNodes.of(session), userId);
  }

  /** The id of a user who holds a role of the account console, or the one above it. */
  private String caller(String role) {
    AuthResult caller =
        new BearerTokenAuthenticator(session)
            .setRealm(realm)
            .setUriInfo(session.getContext().getUri())
            .setConnection(session.getContext().getConnection())
            .setHeaders(session.getContext().getHttpRequest().getHttpHeaders())
            .setAudience(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID)
            .authenticate();
    if (caller == null) {
      throw new Refusal(Response.Status.UNAUTHORIZED, "A bearer token for the account is needed");
    }
    AccessToken.Access account =
        caller.token().getResourceAccess(Constants.ACCOUNT_MANAGEMENT_CLIENT_ID);
    if (caller.user().getServiceAccountClientLink() != null
        || account == null
        || !(account.isUserInRole(role) || account.isUserInRole(AccountRoles.MANAGE_ACCOUNT))) {
      throw new Refusal(Response.Status.FORBIDDEN, "The token may not do this");
    }
    return caller.user().getId();
  }
}
