package io.flowshield.authn.condition;

import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.FiredSignals;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Matches when a named signal fired in the decision noted by {@code flowshield-risk}. Never matches
 * in report-only mode, nor where nothing was judged.
 */
final class SignalCondition implements ConditionalAuthenticator {
  static final SignalCondition INSTANCE = new SignalCondition();

  private SignalCondition() {}

  @Override
  public boolean matchCondition(AuthenticationFlowContext context) {
    return SignalConditionConfig.of(context.getAuthenticatorConfig())
        .matches(
            FiredSignals.parse(
                context.getAuthenticationSession().getAuthNote(DecisionNotes.SIGNALS)));
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("a condition shows no page");
  }

  @Override
  public boolean requiresUser() {
    return false;
  }

  @Override
  public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
    // asks nothing of the user
  }

  @Override
  public void close() {
    // holds nothing
  }
}
