package io.flowshield.authn.deny;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.Door;
import io.flowshield.testkit.partial.PartialDouble;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.RealmModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

class PasswordStepTest {
  private final AuthenticationExecutionModel cookie = step("cookie", "auth-cookie");
  private final AuthenticationExecutionModel forms = subflow("forms-in-top", "forms");
  private final AuthenticationExecutionModel password =
      step("password", "auth-username-password-form");
  private final AuthenticationExecutionModel risk = step("risk", "flowshield-risk");
  private final AuthenticationExecutionModel denial = subflow("denial-in-forms", "denial");
  private final AuthenticationExecutionModel deny = step("deny", "flowshield-deny");
  private final AuthenticationExecutionModel late = step("late", "auth-password-form");

  private final RealmModel realm =
      realm(
          Map.of(
              "top", List.of(cookie, forms),
              "forms", List.of(password, risk, denial, late),
              "denial", List.of(deny)));

  @Test
  void findsTheFormInFrontOfTheRefusalAndWhatStandsBeforeIt() {
    assertThat(PasswordStep.before(realm, flow("top"), deny))
        .hasValueSatisfying(
            step -> {
              assertThat(step.execution()).isSameAs(password);
              assertThat(step.before()).containsExactlyInAnyOrder("cookie", "forms-in-top");
            });
  }

  @Test
  void findsNothingInAFlowWithoutOne() {
    assertThat(PasswordStep.before(realm, flow("denial"), deny)).isEmpty();
  }

  @Test
  @Tag("C1")
  void behindAnIdentityProviderItCountsOnlyWhenThePasswordWasAskedFor() {
    AuthenticationExecutionModel linking = step("linking", "idp-username-password-form");
    RealmModel brokered = realm(Map.of("top", List.of(linking, denial), "denial", List.of(deny)));
    PasswordStep found = PasswordStep.before(brokered, flow("top"), deny).orElseThrow();

    assertThat(found.execution()).isSameAs(linking);
    assertThat(found.isShown(session(Map.of()), Door.FIRST_BROKER_LOGIN)).isFalse();
    assertThat(
            found.isShown(
                session(Map.of("linking", ExecutionStatus.SUCCESS)), Door.FIRST_BROKER_LOGIN))
        .isTrue();
    assertThat(found.isShown(session(Map.of()), Door.BROWSER_LOGIN)).isTrue();
  }

  private static AuthenticationSessionModel session(Map<String, ExecutionStatus> status) {
    return PartialDouble.of(AuthenticationSessionModel.class)
        .returning("getExecutionStatus", status)
        .object();
  }

  private static AuthenticationFlowModel flow(String id) {
    AuthenticationFlowModel flow = new AuthenticationFlowModel();
    flow.setId(id);
    return flow;
  }

  private static AuthenticationExecutionModel step(String id, String authenticator) {
    AuthenticationExecutionModel step = new AuthenticationExecutionModel();
    step.setId(id);
    step.setAuthenticator(authenticator);
    return step;
  }

  private static AuthenticationExecutionModel subflow(String id, String flowId) {
    AuthenticationExecutionModel step = new AuthenticationExecutionModel();
    step.setId(id);
    step.setAuthenticatorFlow(true);
    step.setFlowId(flowId);
    return step;
  }

  private static RealmModel realm(Map<String, List<AuthenticationExecutionModel>> flows) {
    return PartialDouble.of(RealmModel.class)
        .when(
            "getAuthenticationExecutionsStream",
            arguments -> flows.get((String) arguments[0]).stream())
        .object();
  }
}
