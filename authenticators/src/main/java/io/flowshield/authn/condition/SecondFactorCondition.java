package io.flowshield.authn.condition;

import org.keycloak.authentication.AuthenticationFlowContext;

/**
 * Matches users by whether they have a second factor ready. Keeps those who have none away from
 * enrolment: whoever holds a stolen password would enrol a factor of his own and walk through.
 */
final class SecondFactorCondition implements Condition {
  static final SecondFactorCondition INSTANCE = new SecondFactorCondition();

  private SecondFactorCondition() {}

  @Override
  public boolean matchCondition(AuthenticationFlowContext context) {
    return SecondFactorConditionConfig.of(context.getAuthenticatorConfig())
        .matches(context.getUser());
  }

  @Override
  public boolean requiresUser() {
    return true;
  }
}
