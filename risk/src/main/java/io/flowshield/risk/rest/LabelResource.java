package io.flowshield.risk.rest;

import io.flowshield.risk.RiskNode;
import io.flowshield.risk.store.Decision;
import io.flowshield.risk.store.DecisionStore;
import io.flowshield.risk.store.Label;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
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
  record Order(Label.@Nullable Verdict label) {}

  @PUT
  public Response set(InputStream body) {
    Decision decision = decision();
    Label.Verdict verdict = Json.read(body, Order.class).label();
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
