package io.flowshield.authn.condition;

import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.risk.session.FiredSignals;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Matches when a named signal fired in the decision noted by {@code flowshield-risk}. Never matches
 * in report-only mode, nor where nothing was judged.
 */
final class SignalCondition implements Condition {
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
  public boolean requiresUser() {
    return false;
  }
}
