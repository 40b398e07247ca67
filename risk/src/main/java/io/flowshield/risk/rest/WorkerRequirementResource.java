package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.session.Passwords;
import io.flowshield.risk.session.UserSessions;
import io.flowshield.risk.store.Requirement;
import io.flowshield.risk.store.RequirementStore;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * What is required of one user, as the watch over that user reads and changes it. It can require
 * something only of whom something is required already, never replaces what it has not seen, and
 * never lets in whom an administrator has blocked.
 */
public final class WorkerRequirementResource {
  /** Who required it, where administrators have their ids. */
  private static final String SET_BY = "flowshield";

  /** Blocked while an administrator looks. */
  private static final String ESCALATED = "RISK_ESCALATED";

  private static final String NONE = "NONE";
  private static final Pattern CODE = Pattern.compile("[A-Z0-9_]{1,60}");

  private final KeycloakSession session;
  private final RealmModel realm;
  private final RiskNode node;
  private final String userId;

  WorkerRequirementResource(
      KeycloakSession session, RealmModel realm, RiskNode node, String userId) {
    this.session = session;
    this.realm = realm;
    this.node = node;
    this.userId = userId;
  }

  /**
   * What is to be required.
   *
   * @param expectedSinceMillis since when what is to be replaced has been required
   * @param kind what; NONE to lift it
   * @param reason code of at most 60 characters
   * @param untilMillis when it lapses; 0 for never
   */
  record WorkerOrder(
      long expectedSinceMillis, @Nullable String kind, @Nullable String reason, long untilMillis) {}

  @Operation(summary = "What is required of a user")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @APIResponse(
      responseCode = "200",
      description = "What is required, lapsed or not; NONE when nothing is")
  @APIResponse(responseCode = "404", description = "No such user in this realm")
  @GET
  public Response show() {
    user();
    return answer(new RequirementStore(session).find(realm.getId(), userId));
  }

  @Operation(summary = "Requires something else, unless somebody has changed it meanwhile")
  @SecurityRequirement(
      name = WorkerAccess.NAME,
      scopes = {"flowshield-worker"})
  @RequestBody(content = @Content(schema = @Schema(implementation = WorkerOrder.class)))
  @APIResponse(responseCode = "200", description = "What is required then, by whomever")
  @APIResponse(responseCode = "404", description = "No such user in this realm")
  @PUT
  public Response set(InputStream body) {
    WorkerOrder order = Json.read(body, WorkerOrder.class);
    Optional<Requirement> wanted = wanted(order);
    UserModel user = user();
    Optional<Requirement> found = new RequirementStore(session).lock(realm.getId(), userId);
    if (found.isEmpty()
        || found.get().since().toEpochMilli() != order.expectedSinceMillis()
        || !mayReplace(found.get())
        || wanted.isPresent() && !isPossible(wanted.get(), user)) {
      return answer(found);
    }
    if (wanted.isEmpty()) {
      node.requirements().lift(session, realm.getId(), userId);
      return answer(Optional.empty());
    }
    try {
      node.requirements().set(session, realm.getId(), userId, wanted.get());
    } catch (PersistenceException e) {
      throw new Refusal(Response.Status.SERVICE_UNAVAILABLE, "Somebody else is setting it");
    }
    if (wanted.get().kind() != Requirement.Kind.CHANGE_PASSWORD
        && !RealmSettings.of(realm).reportOnly()) {
      UserSessions.end(session, realm, user, wanted.get().since());
    }
    return answer(wanted);
  }

  /**
   * Whoever is blocked stays so, but for the block that a review has brought: it was the worker's.
   */
  static boolean mayReplace(Requirement found) {
    return found.kind() != Requirement.Kind.BLOCKED
        || found.setBy().equals(SET_BY) && found.reason().equals(ESCALATED);
  }

  private boolean isPossible(Requirement wanted, UserModel user) {
    return wanted.kind() != Requirement.Kind.CHANGE_PASSWORD || Passwords.canChange(realm, user);
  }

  private Optional<Requirement> wanted(WorkerOrder order) {
    String kind = order.kind();
    if (NONE.equals(kind)) {
      return Optional.empty();
    }
    String reason = order.reason();
    if (kind == null || reason == null || !CODE.matcher(reason).matches()) {
      throw Refusal.badRequest("kind or reason is missing or no code");
    }
    try {
      return Optional.of(
          new Requirement(
              Requirement.Kind.valueOf(kind),
              node.clock().instant(),
              order.untilMillis() == 0 ? null : Instant.ofEpochMilli(order.untilMillis()),
              reason,
              SET_BY));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("There is no such kind");
    }
  }

  private UserModel user() {
    UserModel user = session.users().getUserById(realm, userId);
    if (user == null) {
      throw Refusal.notFound();
    }
    return user;
  }

  private static Response answer(Optional<Requirement> required) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("kind", required.map(found -> found.kind().name()).orElse(NONE));
    body.put("reason", required.map(Requirement::reason).orElse(""));
    body.put("sinceMillis", required.map(found -> found.since().toEpochMilli()).orElse(0L));
    body.put("untilMillis", required.map(Requirement::until).map(Instant::toEpochMilli).orElse(0L));
    return Json.ok(body);
  }
}
