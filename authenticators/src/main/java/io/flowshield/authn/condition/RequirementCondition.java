package io.flowshield.authn.condition;

import io.flowshield.risk.RiskService;
import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Matches users of whom something is required now. Never matches in the realm's report-only mode.
 */
final class RequirementCondition implements Condition {
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
  public boolean requiresUser() {
    return true;
  }
}
