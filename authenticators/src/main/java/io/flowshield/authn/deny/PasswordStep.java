package io.flowshield.authn.deny;

import io.flowshield.ml.context.Door;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * The password form that stands in front of a refusal in the same flow.
 *
 * @param execution the form's execution
 * @param before ids of the executions that stand in front of it, its own ancestors included
 */
record PasswordStep(AuthenticationExecutionModel execution, Set<String> before) {
  static final String USERNAME_PASSWORD = "auth-username-password-form";
  static final String PASSWORD = "auth-password-form";

  /** Proves that somebody whom an identity provider brings owns the account to be linked. */
  static final String LINKING = "idp-username-password-form";

  private static final Set<String> FORMS = Set.of(USERNAME_PASSWORD, PASSWORD, LINKING);

  /** Finds the last password form in front of an execution, in the order of the flow. */
  static Optional<PasswordStep> before(
      RealmModel realm, AuthenticationFlowModel flow, AuthenticationExecutionModel refusal) {
    List<AuthenticationExecutionModel> order = new ArrayList<>();
    flatten(realm, flow.getId(), order);
    PasswordStep found = null;
    for (int i = 0; i < order.size() && !order.get(i).getId().equals(refusal.getId()); i++) {
      String authenticator = order.get(i).getAuthenticator();
      if (authenticator != null && FORMS.contains(authenticator)) {
        found =
            new PasswordStep(
                order.get(i),
                order.subList(0, i).stream()
                    .map(AuthenticationExecutionModel::getId)
                    .collect(Collectors.toSet()));
      }
    }
    return Optional.ofNullable(found);
  }

  /** Whether the form has been shown: behind an identity provider there are other proofs. */
  boolean isShown(AuthenticationSessionModel session, Door door) {
    return door == Door.BROWSER_LOGIN
        || session.getExecutionStatus().get(execution.getId()) == ExecutionStatus.SUCCESS;
  }

  /** Forgets what ran behind the form, so that the flow stands where a wrong password leaves it. */
  void returnTo(AuthenticationSessionModel session) {
    Map<String, ExecutionStatus> statuses = Map.copyOf(session.getExecutionStatus());
    session.clearExecutionStatus();
    statuses.forEach(
        (id, status) -> {
          if (before.contains(id)) {
            session.setExecutionStatus(id, status);
          }
        });
    session.setExecutionStatus(execution.getId(), ExecutionStatus.CHALLENGED);
  }

  private static void flatten(
      RealmModel realm, String flowId, List<AuthenticationExecutionModel> order) {
    realm
        .getAuthenticationExecutionsStream(flowId)
        .forEachOrdered(
            execution -> {
              order.add(execution);
              if (execution.isAuthenticatorFlow()) {
                flatten(realm, execution.getFlowId(), order);
              }
            });
  }
}
