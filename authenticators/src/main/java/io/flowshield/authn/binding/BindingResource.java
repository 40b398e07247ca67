package io.flowshield.authn.binding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Binds Flow Shield to this realm, or takes it out. Each call is one transaction: all of it happens
 * or nothing. A dry run does the same, tells what it did, and rolls back. Takes manage-realm,
 * manage-clients and manage-users.
 */
public final class BindingResource {
  private static final JsonMapper JSON = new JsonMapper();

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;

  BindingResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder events) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.events = events;
  }

  /** What was added to this realm; an empty list of doors when nothing was. */
  @GET
  public Response state() {
    permissions.realm().requireViewRealm();
    try {
      return answer(
          Response.Status.OK, Map.of("installed", Installed.read(realm).orElse(Installed.NOTHING)));
    } catch (BindingRefused e) {
      return refused(e);
    }
  }

  /**
   * Binds.
   *
   * @param doors words of {@link BoundDoor}, separated by commas; {@link BoundDoor#USUAL} when
   *     absent
   * @param dryRun true to change nothing
   */
  @POST
  public Response apply(
      @QueryParam("doors") @Nullable String doors, @QueryParam("dryRun") boolean dryRun) {
    requireManage();
    Report report = new Report();
    try {
      new RealmBinding(session, realm, report).apply(doors(doors));
    } catch (BindingRefused e) {
      return refused(e);
    }
    return done(report, dryRun, OperationType.CREATE);
  }

  /**
   * Takes out.
   *
   * @param pending what becomes of accounts whose registration has not ended: {@code release} or
   *     {@code disable}; absent: refused when there are any
   * @param dryRun true to change nothing
   */
  @DELETE
  public Response remove(
      @QueryParam("pending") @Nullable String pending, @QueryParam("dryRun") boolean dryRun) {
    requireManage();
    Report report = new Report();
    try {
      new RealmUnbinding(session, realm, report).remove(choice(pending));
    } catch (BindingRefused e) {
      return refused(e);
    }
    return done(report, dryRun, OperationType.DELETE);
  }

  private void requireManage() {
    permissions.realm().requireManageRealm();
    permissions.clients().requireManage();
    permissions.users().requireManage();
  }

  private Response done(Report report, boolean dryRun, OperationType operation) {
    if (dryRun) {
      session.getTransactionManager().setRollbackOnly();
    } else if (!report.changes().isEmpty()) {
      events
          .operation(operation)
          .resource("FLOWSHIELD_BINDING")
          .resourcePath("flowshield-binding")
          .success();
    }
    return answer(Response.Status.OK, Map.of("changes", report.changes(), "notes", report.notes()));
  }

  private Response refused(BindingRefused refusal) {
    session.getTransactionManager().setRollbackOnly();
    return answer(
        Response.Status.CONFLICT,
        Map.of("error", refusal.getMessage(), "problems", refusal.problems()));
  }

  private static Set<BoundDoor> doors(@Nullable String words) throws BindingRefused {
    if (words == null || words.isBlank()) {
      return BoundDoor.USUAL;
    }
    Set<BoundDoor> doors = EnumSet.noneOf(BoundDoor.class);
    List<String> unknown = new ArrayList<>();
    for (String word : words.split(",", -1)) {
      BoundDoor.of(word.trim()).ifPresentOrElse(doors::add, () -> unknown.add(word.trim()));
    }
    if (!unknown.isEmpty()) {
      throw new BindingRefused(
          "No such door: %s. There are %s."
              .formatted(
                  String.join(", ", unknown),
                  String.join(
                      ", ", Arrays.stream(BoundDoor.values()).map(BoundDoor::word).toList())));
    }
    return doors;
  }

  private static RealmUnbinding.Pending choice(@Nullable String word) throws BindingRefused {
    return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
      case "" -> RealmUnbinding.Pending.REFUSE;
      case "release" -> RealmUnbinding.Pending.RELEASE;
      case "disable" -> RealmUnbinding.Pending.DISABLE;
      default -> throw new BindingRefused("pending is release or disable.");
    };
  }

  private static Response answer(Response.Status status, Map<String, ?> body) {
    try {
      return Response.status(status)
          .type(MediaType.APPLICATION_JSON_TYPE.withCharset(StandardCharsets.UTF_8.name()))
          .header("Cache-Control", "no-store")
          .header("X-Content-Type-Options", "nosniff")
          .entity(JSON.writeValueAsString(body))
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
