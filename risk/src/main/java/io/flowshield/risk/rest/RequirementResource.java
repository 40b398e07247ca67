package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.session.UserSessions;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import io.flowshield.risk.store.UserRow;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What is required of one user before anything else. Reading takes the right to view the user,
 * changing the right to manage the user.
 */
public final class RequirementResource {
  private static final String NONE = "NONE";
  private static final String BY_HAND = "ADMINISTRATOR";
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_]{1,60}");

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;
  private final RiskNode node;
  private final Clock clock;
  private final String userId;

  RequirementResource(
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
    this.clock = node.clock();
    this.userId = userId;
  }

  /**
   * The body of an order.
   *
   * @param required what
   * @param reason code of at most 60 characters; absent: {@code ADMINISTRATOR}
   * @param until when it lapses, ISO 8601; absent: never
   */
  record Order(
      Requirement.@Nullable Kind required, @Nullable String reason, @Nullable String until) {}

  @Operation(summary = "What is required of a user")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"view-users"})
  @APIResponse(responseCode = "200", description = "What is required; NONE when nothing is")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @GET
  public Response show() {
    user(user -> permissions.users().requireView(user));
    Instant now = clock.instant();
    return Json.ok(
        view(
            new RequirementStore(session)
                .find(realm.getId(), userId)
                .filter(required -> required.isOpen(now))));
  }

  /** Sets what is required, in place of what was. */
  @Operation(summary = "Sets what is required, in place of what was; ends the user's sessions")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Order.class)))
  @APIResponse(
      responseCode = "200",
      description = "What is required now, and how many sessions ended")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @APIResponse(
      responseCode = "409",
      description =
          "The user has no password that could be changed here, or somebody else is setting it")
  @PUT
  public Response set(InputStream body) {
    UserModel user = user(found -> permissions.users().requireManage(found));
    Requirement requirement = requirement(Json.read(body, Order.class));
    if (requirement.kind() == Requirement.Kind.CHANGE_PASSWORD
        && !Passwords.canChange(realm, user)) {
      throw new Refusal(
          Response.Status.CONFLICT,
          "The user has no password that could be changed here; BLOCKED keeps the user out");
    }
    try {
      UserRow.lock(session, userId);
      node.requirements().set(session, realm.getId(), userId, requirement);
    } catch (PersistenceException | ModelException e) {
      throw new Refusal(Response.Status.CONFLICT, "Not stored: somebody else is setting it");
    }
    boolean enforced = !RealmSettings.of(realm).reportOnly();
    int ended =
        enforced && requirement.kind() != Requirement.Kind.CHANGE_PASSWORD
            ? UserSessions.end(session, realm, user, requirement.since())
            : 0;
    record(OperationType.UPDATE, requirement.kind().name());
    Map<String, @Nullable Object> answer = view(Optional.of(requirement));
    answer.put("enforced", enforced);
    answer.put("sessionsEnded", ended);
    return Json.ok(answer);
  }

  /** Lifts what is required. */
  @Operation(summary = "Lifts what is required")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @APIResponse(responseCode = "204", description = "Nothing is required any more")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @DELETE
  public Response lift() {
    user(user -> permissions.users().requireManage(user));
    if (node.requirements().lift(session, realm.getId(), userId)) {
      record(OperationType.DELETE, NONE);
    }
    return Response.noContent().build();
  }

  /** What an administrator says of a review. */
  enum RiskVerdict {
    /** The account is in wrong hands. */
    CONFIRM,
    /** It is not. */
    DISMISS
  }

  /** The body of a verdict. */
  record RiskReview(@Nullable RiskVerdict verdict) {}

  @Operation(
      summary = "Decides about a user of whom something is required and whose risk is under review")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @RequestBody(content = @Content(schema = @Schema(implementation = RiskReview.class)))
  @APIResponse(
      responseCode = "202",
      description = "The verdict is on its way; one that comes too late changes nothing")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @APIResponse(responseCode = "409", description = "Nothing is required of the user")
  @POST
  @Path("review")
  public Response review(InputStream body) {
    user(user -> permissions.users().requireManage(user));
    RiskVerdict verdict = Json.read(body, RiskReview.class).verdict();
    if (verdict == null) {
      throw Refusal.badRequest("verdict is missing");
    }
    if (new RequirementStore(session).find(realm.getId(), userId).isEmpty()) {
      throw new Refusal(Response.Status.CONFLICT, "Nothing is required of the user");
    }
    String id =
        node.outbox()
            .append(
                session,
                realm.getId(),
                userId,
                OutboxEvent.Type.REQUIREMENT_VERDICT,
                Map.of(
                    "verdict", verdict.name(),
                    "reviewer", permissions.adminAuth().getUser().getId()));
    events
        .operation(OperationType.ACTION)
        .resource("FLOWSHIELD_REQUIREMENT_REVIEW")
        .resourcePath("flowshield/users/" + userId + "/requirement/review")
        .detail("verdict", verdict.name())
        .success();
    return Json.of(Response.Status.ACCEPTED, Map.of("eventId", id));
  }

  private Requirement requirement(Order order) {
    if (order.required() == null) {
      throw Refusal.badRequest("required is one of REAUTHENTICATE, CHANGE_PASSWORD, BLOCKED");
    }
    String reason = order.reason() == null ? BY_HAND : order.reason();
    if (!CODE.matcher(reason).matches()) {
      throw Refusal.badRequest("reason is a code of at most 60 of A-Z, 0-9 and _");
    }
    Instant now = clock.instant();
    Instant until = order.until() == null ? null : time(order.until());
    if (until != null && !until.isAfter(now)) {
      throw Refusal.badRequest("until lies in the past");
    }
    return new Requirement(
        order.required(), now, until, reason, permissions.adminAuth().getUser().getId());
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw Refusal.badRequest("until is a time such as 2030-01-31T03:00:00Z");
    }
  }

  private UserModel user(Consumer<UserModel> check) {
    UserModel user = VisibleUser.find(session, realm, permissions, userId);
    check.accept(user);
    return user;
  }

  private Map<String, @Nullable Object> view(Optional<Requirement> open) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("userId", userId);
    view.put("required", open.map(required -> required.kind().name()).orElse(NONE));
    open.ifPresent(
        required -> {
          Instant until = required.until();
          view.put("since", required.since().toString());
          view.put("until", until == null ? null : until.toString());
          view.put("reason", required.reason());
          view.put("setBy", required.setBy());
        });
    return view;
  }

  private void record(OperationType operation, String required) {
    events
        .operation(operation)
        .resource("FLOWSHIELD_REQUIREMENT")
        .resourcePath("flowshield/users/" + userId + "/requirement")
        .detail("required", required)
        .success();
  }
}
