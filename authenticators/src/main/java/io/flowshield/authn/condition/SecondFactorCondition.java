package io.flowshield.authn.condition;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Matches users by whether they have a second factor ready. Keeps those who have none away from
 * enrolment: whoever holds a stolen password would enrol a factor of his own and walk through.
 */
final class SecondFactorCondition implements ConditionalAuthenticator {
  static final SecondFactorCondition INSTANCE = new SecondFactorCondition();

  private SecondFactorCondition() {}

  @Override
  public boolean matchCondition(AuthenticationFlowContext context) {
    return SecondFactorConditionConfig.of(context.getAuthenticatorConfig())
        .matches(context.getUser());
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
