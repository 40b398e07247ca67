package io.flowshield.authn.condition;

import io.flowshield.risk.RiskService;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Matches users of whom something is required now. Never matches in the realm's report-only mode.
 */
final class RequirementCondition implements ConditionalAuthenticator {
  static final RequirementCondition INSTANCE = new RequirementCondition();

  private RequirementCondition() {}

  @Override
  public boolean matchCondition(AuthenticationFlowContext context) {
    RiskService service = context.getSession().getProvider(RiskService.class);
    return service != null
        && service
            .openRequirement(context.getRealm(), context.getUser())
            .filter(RequirementConditionConfig.of(context.getAuthenticatorConfig())::matches)
            .isPresent();
  }

  @Override
  public void action(AuthenticationFlowContext context) {
    throw new IllegalStateException("a condition shows no page");
  }

  @Override
  public boolean requiresUser() {
    return true;
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
