package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.lint.FlowLinter;
import io.flowshield.risk.outbox.OutboxEvent;
import io.flowshield.risk.outbox.OutboxLedger;
import io.flowshield.risk.outbox.OutboxNudge;
import io.flowshield.risk.policy.CustomWeights;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.session.AfterCommit;
import io.flowshield.risk.signals.SignalHealth;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Label;
import io.flowshield.risk.store.Limits;
import io.flowshield.risk.store.OwnTransaction;
import io.flowshield.risk.store.SagaView;
import io.flowshield.risk.store.SagaViewStore;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What administrators see and decide. Reading takes view-users or view-events, deciding
 * manage-users, and whatever concerns the realm's policy view-realm.
 */
public final class FlowShieldAdminResource {
  /** Who administers the realm, in the document of the API. */
  static final String ADMINISTRATOR = "administrator";

  private static final Logger LOG = Logger.getLogger(FlowShieldAdminResource.class);
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 200;
  private static final Set<String> OUTBOX_STATES = Set.of("NEW", "LEASED", "DONE", "DEAD");

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;
  private final RiskNode node;
  private final RateLimit limit;

  FlowShieldAdminResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder events,
      RateLimit limit) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.events = events;
    this.node = RiskNodes.of(session);
    this.limit = limit;
    OwnTransaction.limit(session, Limits.REQUEST);
  }

  @Operation(summary = "Decisions, newest first")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(
      responseCode = "200",
      description = "A page of decisions, without the numbers that were judged")
  @APIResponse(responseCode = "400", description = "There is no such level")
  @GET
  @Path("decisions")
  public Response decisions(
      @QueryParam("user") @Nullable String userId,
      @QueryParam("level") @Nullable String level,
      @QueryParam("label") @Nullable String label,
      @QueryParam("first") @Nullable Integer first,
      @QueryParam("max") @Nullable Integer max) {
    requireView();
    return Json.ok(
        new DecisionStore(session)
                .list(realm.getId(), userId, level(level), verdict(label), first(first), max(max))
                .stream()
                .map(AdminViews::summary)
                .toList());
  }

  @Operation(summary = "One decision in full")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "The decision with its numbers")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @GET
  @Path("decisions/{id}")
  public Response decision(@PathParam("id") String id) {
    requireView();
    return Json.ok(
        new DecisionStore(session)
            .find(realm.getId(), id)
            .map(AdminViews::full)
            .orElseThrow(Refusal::notFound));
  }

  /** What a decision was, as an administrator says. */
  @Path("decisions/{id}/label")
  public LabelResource label(@PathParam("id") String id) {
    return new LabelResource(session, realm, permissions, events, node, id);
  }

  /** What the models and settings of now make of a decision's numbers, edited or not. */
  @Operation(summary = "Judges a decision's numbers again, edited or not")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-realm"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Simulations.Question.class)))
  @APIResponse(
      responseCode = "200",
      description = "What was decided, what would be now, and what with the edits")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @APIResponse(responseCode = "409", description = "The decision has no recorded numbers")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @POST
  @Path("decisions/{id}/what-if")
  public Response whatIf(@PathParam("id") String id, InputStream body) {
    permissions.realm().requireViewRealm();
    admit();
    return new Simulations(session, realm, node).whatIf(id, body);
  }

  /** What the realm has set. */
  @Path("settings")
  public SettingsResource settings() {
    return new SettingsResource(session, realm, permissions, events);
  }

  /** The thresholds that count now, and where they come from. */
  @Operation(summary = "The thresholds that count now, and where they come from")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-realm"})
  @APIResponse(
      responseCode = "200",
      description = "Thresholds as set and as they count, and the challenge budget")
  @GET
  @Path("policy")
  public Response policy() {
    permissions.realm().requireViewRealm();
    return new Simulations(session, realm, node).policy();
  }

  /** What other thresholds would have made of decisions that were taken. */
  @Operation(summary = "Counts what other thresholds would have made of stored decisions")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-realm"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Simulations.Window.class)))
  @APIResponse(responseCode = "200", description = "Counts by door")
  @APIResponse(responseCode = "429", description = RateLimit.TOO_MANY)
  @POST
  @Path("backtest")
  public Response backtest(InputStream body) {
    permissions.realm().requireViewRealm();
    admit();
    return new Simulations(session, realm, node).backtest(body);
  }

  @Operation(summary = "Registrations' sagas, newest first")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "A page of sagas")
  @GET
  @Path("sagas")
  public Response sagas(
      @QueryParam("phase") @Nullable String phase,
      @QueryParam("first") @Nullable Integer first,
      @QueryParam("max") @Nullable Integer max) {
    requireView();
    return Json.ok(
        new SagaViewStore(session)
            .list(realm.getId(), phase, first(first), max(max)).stream()
                .map(AdminViews::saga)
                .toList());
  }

  @Operation(summary = "The saga of one user")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "The saga")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @GET
  @Path("sagas/{userId}")
  public Response saga(@PathParam("userId") String userId) {
    requireView();
    return Json.ok(
        new SagaViewStore(session)
            .find(realm.getId(), userId)
            .map(AdminViews::saga)
            .orElseThrow(Refusal::notFound));
  }

  /** An administrator's word on a held registration. */
  enum Verdict {
    APPROVE,
    REJECT
  }

  /** The body of a review. */
  record Review(@Nullable Verdict verdict) {}

  @Operation(summary = "Decides about a registration that is held for review")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"manage-users"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Review.class)))
  @APIResponse(responseCode = "202", description = "The verdict is on its way")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @APIResponse(responseCode = "409", description = "The registration is not held for review")
  @POST
  @Path("sagas/{userId}/review")
  public Response review(@PathParam("userId") String userId, InputStream body) {
    permissions.users().requireManage();
    Verdict verdict = Json.read(body, Review.class).verdict();
    if (verdict == null) {
      throw Refusal.badRequest("verdict is missing");
    }
    SagaView saga =
        new SagaViewStore(session).find(realm.getId(), userId).orElseThrow(Refusal::notFound);
    if (!saga.phase().equals(SagaView.REVIEW)) {
      throw new Refusal(Response.Status.CONFLICT, "The registration is not held for review");
    }
    String id =
        node.outbox()
            .append(
                session,
                realm.getId(),
                userId,
                OutboxEvent.Type.REVIEW_VERDICT,
                Map.of(
                    "verdict", verdict.name(),
                    "reviewer", permissions.adminAuth().getUser().getId()));
    record("FLOWSHIELD_REVIEW", "flowshield/sagas/" + userId + "/review", verdict.name());
    return Json.of(Response.Status.ACCEPTED, Map.of("eventId", id));
  }

  @Operation(summary = "Rows of the outbox, newest first")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "A page of rows")
  @APIResponse(responseCode = "400", description = "There is no such state")
  @GET
  @Path("outbox")
  public Response outbox(
      @QueryParam("state") @Nullable String state,
      @QueryParam("first") @Nullable Integer first,
      @QueryParam("max") @Nullable Integer max) {
    requireView();
    if (state != null && !OUTBOX_STATES.contains(state)) {
      throw Refusal.badRequest("state is one of NEW, LEASED, DONE, DEAD");
    }
    return Json.ok(
        ledger().list(realm.getId(), state, first(first), max(max)).stream()
            .map(AdminViews::outbox)
            .toList());
  }

  @Operation(summary = "Tries a row again")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"manage-users"})
  @APIResponse(responseCode = "204", description = "It will be tried at once")
  @APIResponse(
      responseCode = "409",
      description = "No such row, or it is delivered or being delivered")
  @POST
  @Path("outbox/{id}/retry")
  public Response retry(@PathParam("id") String id) {
    permissions.users().requireManage();
    return ordered(id, "retry", ledger().retry(realm.getId(), id));
  }

  @Operation(summary = "Gives a row up, so that the user's later ones go on")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"manage-users"})
  @APIResponse(responseCode = "204", description = "It is given up")
  @APIResponse(
      responseCode = "409",
      description = "No such row, or it is delivered or being delivered")
  @POST
  @Path("outbox/{id}/skip")
  public Response skip(@PathParam("id") String id) {
    permissions.users().requireManage();
    return ordered(id, "skip", ledger().skip(realm.getId(), id));
  }

  private Response ordered(String id, String order, boolean done) {
    if (!done) {
      throw new Refusal(
          Response.Status.CONFLICT, "No such row, or it is delivered or being delivered");
    }
    AfterCommit.run(session, OutboxNudge::nudge);
    record("FLOWSHIELD_OUTBOX", "flowshield/outbox/" + id + "/" + order, order);
    return Response.noContent().build();
  }

  /**
   * What each signal said in the last week.
   *
   * @param atLeast attempts from which on a signal is judged
   */
  @Operation(summary = "What each signal said in the last week")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "Rates and state of each signal")
  @GET
  @Path("signals")
  public Response signals(@QueryParam("atLeast") @Nullable Long atLeast) {
    requireView();
    long enough = atLeast == null ? SignalHealth.ENOUGH : Math.max(1, atLeast);
    return Json.ok(AdminViews.signals(node.signals().health(session, realm.getId(), enough)));
  }

  /** The signals that administrators added, on this node. */
  @Operation(summary = "The signals that administrators added, on the node that answers")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "Weight, state and failures of each")
  @GET
  @Path("custom-signals")
  public Response customSignals() {
    requireView();
    Map<String, Double> weights = CustomWeights.of(realm).byId();
    return Json.ok(
        node
            .custom()
            .status(session.getContext().resolveLocale(permissions.adminAuth().getUser()))
            .stream()
            .map(status -> AdminViews.customSignal(status, weights.getOrDefault(status.id(), 0.0)))
            .toList());
  }

  /** What in the realm's flows and settings leaves a door open, worst first. */
  @Operation(summary = "What in the realm's flows and settings leaves a door open")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-realm"})
  @APIResponse(responseCode = "200", description = "Findings, worst first")
  @GET
  @Path("lint")
  public Response lint() {
    permissions.realm().requireViewRealm();
    return Json.ok(
        Map.of(
            "findings",
            FlowLinter.check(session, realm, AdminViews.unusable(node.engine().health())).stream()
                .map(AdminViews::finding)
                .toList()));
  }

  /** What is required of a user. */
  @Path("users/{userId}/requirement")
  public RequirementResource requirement(@PathParam("userId") String userId) {
    return new RequirementResource(session, realm, permissions, events, node, userId);
  }

  /** What is kept of a user. */
  @Path("users/{userId}/data")
  public UserDataResource userData(@PathParam("userId") String userId) {
    return new UserDataResource(session, realm, permissions, events, node, userId);
  }

  @Operation(summary = "Models, fallbacks, outbox and losses of the node that answers")
  @SecurityRequirement(
      name = ADMINISTRATOR,
      scopes = {"view-users", "view-events"})
  @APIResponse(responseCode = "200", description = "Always, also while tables fail")
  @GET
  @Path("health")
  public Response health() {
    requireView();
    return Json.ok(AdminViews.health(node, backlog(), faultySignals()));
  }

  /** Null when the counts cannot be read. */
  private @Nullable List<String> faultySignals() {
    try {
      return AdminViews.faults(node.signals().health(session, realm.getId(), SignalHealth.ENOUGH));
    } catch (RuntimeException e) {
      LOG.warn("The counts of signals cannot be read for the health page", e);
      return null;
    }
  }

  /** This page is where one looks when tables fail: it answers without them. */
  private OutboxLedger.@Nullable Backlog backlog() {
    try {
      return ledger().backlog(realm.getId());
    } catch (RuntimeException e) {
      LOG.warn("The outbox cannot be read for the health page", e);
      return null;
    }
  }

  private OutboxLedger ledger() {
    return new OutboxLedger(session, node.clock());
  }

  private void requireView() {
    if (!permissions.users().canView()) {
      permissions.realm().requireViewEvents();
    }
  }

  private void admit() {
    limit.require(
        RateLimit.Kind.SIMULATIONS, realm.getId(), permissions.adminAuth().getUser().getId());
  }

  private void record(String resource, String path, String what) {
    events
        .operation(OperationType.ACTION)
        .resource(resource)
        .resourcePath(path)
        .detail("order", what)
        .success();
  }

  private static @Nullable RiskLevel level(@Nullable String level) {
    if (level == null) {
      return null;
    }
    try {
      return RiskLevel.valueOf(level.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("level is one of LOW, MEDIUM, HIGH");
    }
  }

  private static Label.@Nullable Verdict verdict(@Nullable String label) {
    if (label == null) {
      return null;
    }
    try {
      return Label.Verdict.valueOf(label.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refusal.badRequest("label is one of FRAUD, SAFE");
    }
  }

  private static int first(@Nullable Integer first) {
    return first == null ? 0 : Math.max(0, first);
  }

  private static int max(@Nullable Integer max) {
    return max == null ? DEFAULT_PAGE : Math.max(1, Math.min(MAX_PAGE, max));
  }
}
