package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Label;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
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
 * An administrator's word on a decision: fraud, or safe. It takes the right to manage the
 * decision's user, replaces what was said before, and saying it again changes nothing.
 */
public final class LabelResource {
  private static final String NONE = "NONE";

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder events;
  private final RiskNode node;
  private final String decisionId;

  LabelResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder events,
      RiskNode node,
      String decisionId) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.events = events;
    this.node = node;
    this.decisionId = decisionId;
  }

  /** The body of a verdict. */
  record Judgement(Label.@Nullable Verdict label) {}

  /** Says what it was, in place of what was said. */
  @Operation(summary = "Says that a decision was taken on fraud, or on a safe attempt")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @RequestBody(content = @Content(schema = @Schema(implementation = Judgement.class)))
  @APIResponse(responseCode = "200", description = "The decision with its label")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @PUT
  public Response set(InputStream body) {
    Decision decision = decision();
    Label.Verdict verdict = Json.read(body, Judgement.class).label();
    if (verdict == null) {
      throw Refusal.badRequest("label is one of FRAUD, SAFE");
    }
    Label known = decision.label();
    if (known != null
        && known.verdict() == verdict
        && known.source() == Label.Source.ADMINISTRATOR) {
      return Json.ok(AdminViews.summary(decision));
    }
    Label label =
        new Label(
            verdict,
            Label.Source.ADMINISTRATOR,
            permissions.adminAuth().getUser().getId(),
            node.clock().instant());
    Decision labelled =
        store().label(realm.getId(), decisionId, label).orElseThrow(Refusal::notFound);
    if (verdict == Label.Verdict.FRAUD && labelled.userId() != null) {
      node.learner().takeBack(session, realm.getId(), labelled.userId(), decisionId);
    }
    record(OperationType.UPDATE, verdict.name());
    return Json.ok(AdminViews.summary(labelled));
  }

  /** Takes back what was said, a user's word included. */
  @Operation(summary = "Takes a decision's label back, a user's word included")
  @SecurityRequirement(
      name = FlowShieldAdminResource.ADMINISTRATOR,
      scopes = {"manage-users"})
  @APIResponse(responseCode = "204", description = "The decision has no label any more")
  @APIResponse(responseCode = "404", description = "There is no such thing in this realm")
  @DELETE
  public Response delete() {
    if (decision().label() != null) {
      store().label(realm.getId(), decisionId, null);
      record(OperationType.DELETE, NONE);
    }
    return Response.noContent().build();
  }

  private Decision decision() {
    Decision decision = store().find(realm.getId(), decisionId).orElseThrow(this::unknown);
    String userId = decision.userId();
    UserModel user = userId == null ? null : session.users().getUserById(realm, userId);
    if (user == null) {
      permissions.users().requireManage();
    } else {
      permissions.users().requireManage(user);
    }
    return decision;
  }

  /** Whoever may not change any is not told whether this one exists. */
  private Refusal unknown() {
    permissions.users().requireManage();
    return Refusal.notFound();
  }

  private DecisionStore store() {
    return new DecisionStore(session);
  }

  private void record(OperationType operation, String label) {
    events
        .operation(operation)
        .resource("FLOWSHIELD_LABEL")
        .resourcePath("flowshield/decisions/" + decisionId + "/label")
        .detail("label", label)
        .success();
  }
}
