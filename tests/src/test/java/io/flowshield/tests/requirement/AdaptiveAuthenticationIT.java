package io.flowshield.tests.requirement;

import static io.flowshield.tests.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.BrowserDriver;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.Neighbourhoods;
import io.flowshield.workflow.AdaptiveAuthentication;
import io.flowshield.workflow.AdaptiveOutcome;
import io.flowshield.workflow.AdaptiveState;
import io.flowshield.workflow.AdaptiveState.Phase;
import io.flowshield.workflow.WorkflowIds;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From what administrators require, through the outbox and Temporal, to what the worker writes. */
@ExtendWith(FlowShieldExtension.class)
@Tag("D4")
class AdaptiveAuthenticationIT {

  @Test
  void aUserIsWatchedFromTheSettingToTheLifting(FlowShieldStack stack) throws Exception {
    Required required = Required.of(stack.admin(), People.verified(stack));
    AdaptiveAuthentication watch = watch(stack, required);
    required.set("REAUTHENTICATE");
    AdaptiveState state = eventually("watched", watch::state, kindIs("REAUTHENTICATE"));
    assertThat(state.phase()).isEqualTo(Phase.WATCHING);
    required.set("BLOCKED");
    eventually("told of the change", watch::state, kindIs("BLOCKED"));
    required.lift();
    assertThat(outcome(watch)).isEqualTo(AdaptiveOutcome.LIFTED);

    required.set("REAUTHENTICATE");
    eventually("watched again", watch::state, kindIs("REAUTHENTICATE"));
    stack.admin().send("DELETE", "/users/" + required.userId(), "");
    assertThat(outcome(watch)).isEqualTo(AdaptiveOutcome.USER_REMOVED);
  }

  @Test
  void aRiskyLoginIsReviewedAndTheVerdictIsWrittenBack(FlowShieldStack stack) throws Exception {
    AdminClient admin = stack.admin();
    String user = People.verified(stack);
    Required required = Required.of(admin, user);
    AdaptiveAuthentication watch = watch(stack, required);
    String verdict = required.path() + "/review";
    assertThatThrownBy(() -> admin.send("POST", verdict, "{\"verdict\":\"CONFIRM\"}"))
        .as("nothing is required")
        .isInstanceOfSatisfying(
            AdminClient.Refused.class, e -> assertThat(e.status()).isEqualTo(409));
    try (RealmRisk high = RealmRisk.everyLoginHigh(admin)) {
      required.set("REAUTHENTICATE");
      eventually("watched", watch::state, kindIs("REAUTHENTICATE"));

      stack.visitor(Neighbourhoods.newHome(), BrowserDriver.FIREFOX).signIn(user, People.PASSWORD);

      AdaptiveState reviewed =
          eventually("under review", watch::state, state -> state.phase() == Phase.REVIEW);
      assertThat(reviewed.risk()).isPositive();
      assertThat(reviewed.modelVersion()).startsWith("login/");
      admin.send("POST", verdict, "{\"verdict\":\"CONFIRM\"}");
      eventually("written back", required::shown, "BLOCKED"::equals);
      JsonNode shown = admin.get(required.path());
      assertThat(shown.path("reason").asText()).isEqualTo("RISK_CONFIRMED");
      assertThat(shown.path("setBy").asText()).isEqualTo("flowshield");
      required.lift();
      assertThat(outcome(watch)).isEqualTo(AdaptiveOutcome.LIFTED);
    }
  }

  private static Predicate<AdaptiveState> kindIs(String kind) {
    return state -> state.required().kind().equals(kind) && state.phase() == Phase.WATCHING;
  }

  private static AdaptiveAuthentication watch(FlowShieldStack stack, Required required)
      throws Exception {
    return stack
        .temporal()
        .client()
        .newWorkflowStub(
            AdaptiveAuthentication.class,
            WorkflowIds.adaptive(stack.admin().get("").path("id").asText(), required.userId()));
  }

  private static AdaptiveOutcome outcome(AdaptiveAuthentication watch) throws Exception {
    return WorkflowStub.fromTyped(watch).getResult(60, TimeUnit.SECONDS, AdaptiveOutcome.class);
  }
}
