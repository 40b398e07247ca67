package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What is kept of one user, for administrators. Reading takes the right to view the user, choosing
 * for the user the right to manage the user.
 */
public final class UserDataResource {
  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;
  private final RiskNode node;
  private final String userId;

  UserDataResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder events,
      RiskNode node,
      String userId) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.events = events;
    this.node = node;
    this.userId = userId;
  }

  /** Everything that is stored under the user's id. */
  @Operation(summary = "What is kept of a user")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"view-users"})
  @APIResponse(
      responseCode = "200",
      description = "Profile, decisions, requirement and registration")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @GET
  @Path("export")
  public Response export() {
    check(permissions.users()::requireView);
    Response answer = data().export();
    record("export", "EXPORT");
    return answer;
  }

  /** Whether the user's typing and pointer are looked at. */
  @Operation(summary = "Whether a user's typing and pointer are looked at")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"view-users"})
  @APIResponse(responseCode = "200", description = "What the realm and the user chose")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @GET
  @Path("capture")
  public Response capture() {
    check(permissions.users()::requireView);
    return data().capture();
  }

  /** Chooses for the user. */
  @Operation(summary = "Chooses for a user")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @RequestBody(content = @Content(schema = @Schema(implementation = UserData.Choice.class)))
  @APIResponse(responseCode = "200", description = "What is chosen now")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @PUT
  @Path("capture")
  public Response choose(InputStream body) {
    check(permissions.users()::requireManage);
    boolean chosen = Json.read(body, UserData.Choice.class).chosen();
    Response answer = data().choose(chosen, permissions.adminAuth().getUser().getId());
    record("capture", chosen ? "ON" : "OFF");
    return answer;
  }

  /** The browsers that stand in for the user's second factor. */
  @Operation(summary = "The browsers that stand in for a user's second factor")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"view-users"})
  @APIResponse(responseCode = "200", description = "Those that count now, newest first")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @GET
  @Path("trusted-devices")
  public Response trustedDevices() {
    check(permissions.users()::requireView);
    return data().trustedDevices();
  }

  /** Forgets them all. */
  @Operation(summary = "Forgets every browser that stands in for a user's second factor")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @APIResponse(responseCode = "204", description = "The next risky login asks again everywhere")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @DELETE
  @Path("trusted-devices")
  public Response forgetDevices() {
    return forget(null);
  }

  /** Forgets one. */
  @Operation(summary = "Forgets one browser that stands in for a user's second factor")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @APIResponse(responseCode = "204", description = "The next risky login there asks again")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @DELETE
  @Path("trusted-devices/{id}")
  public Response forgetDevice(@PathParam("id") String id) {
    return forget(id);
  }

  private Response forget(@Nullable String id) {
    check(permissions.users()::requireManage);
    if (data().forget(id) > 0) {
      record("trusted-devices", "FORGET");
    }
    return Response.noContent().build();
  }

  private UserData data() {
    return new UserData(session, realm, node, userId);
  }

  private void check(Consumer<UserModel> right) {
    right.accept(VisibleUser.find(session, realm, permissions, userId));
  }

  private void record(String path, String what) {
    events
        .operation(OperationType.ACTION)
        .resource("FLOWSHIELD_USER_DATA")
        .resourcePath("flowshield/users/" + userId + "/data/" + path)
        .detail("order", what)
        .success();
  }
}
