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
  private static final Logger LOG = Logger.getLogger(FlowShieldAdminResource.class);
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 200;
  private static final Set<String> OUTBOX_STATES = Set.of("NEW", "LEASED", "DONE", "DEAD");

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;
  private final RiskNode node;

  FlowShieldAdminResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder events) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.events = events;
    this.node = RiskNodes.of(session);
    OwnTransaction.limit(session, Limits.REQUEST);
  }

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
  @POST
  @Path("decisions/{id}/what-if")
  public Response whatIf(@PathParam("id") String id, InputStream body) {
    permissions.realm().requireViewRealm();
    return new Simulations(session, realm, node).whatIf(id, body);
  }

  /** The thresholds that count now, and where they come from. */
  @GET
  @Path("policy")
  public Response policy() {
    permissions.realm().requireViewRealm();
    return new Simulations(session, realm, node).policy();
  }

  /** What other thresholds would have made of decisions that were taken. */
  @POST
  @Path("backtest")
  public Response backtest(InputStream body) {
    permissions.realm().requireViewRealm();
    return new Simulations(session, realm, node).backtest(body);
  }

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

  @POST
  @Path("outbox/{id}/retry")
  public Response retry(@PathParam("id") String id) {
    permissions.users().requireManage();
    return ordered(id, "retry", ledger().retry(realm.getId(), id));
  }

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
  @GET
  @Path("signals")
  public Response signals(@QueryParam("atLeast") @Nullable Long atLeast) {
    requireView();
    long enough = atLeast == null ? SignalHealth.ENOUGH : Math.max(1, atLeast);
    return Json.ok(AdminViews.signals(node.signals().health(session, realm.getId(), enough)));
  }

  /** The signals that administrators added, on this node. */
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
    return new RequirementResource(session, realm, permissions, events, node.clock(), userId);
  }

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
