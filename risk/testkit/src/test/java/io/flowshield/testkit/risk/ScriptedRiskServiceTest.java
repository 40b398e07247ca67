package io.flowshield.testkit.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.Reason;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.risk.RiskDecision;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.store.Requirement.Kind;
import io.flowshield.testkit.attempt.Attempts;
import io.flowshield.testkit.engine.ScriptedEngine;
import io.flowshield.testkit.flow.FlowDouble;
import io.flowshield.testkit.risk.ScriptedRiskService.Call;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("F3")
class ScriptedRiskServiceTest {
  private static final RegistrationFacts FORM =
      new RegistrationFacts("ann", "ann", "mail.example", "Ann", "Lee", "en");
  private final FlowDouble flow = new FlowDouble();

  private RiskDecision login(ScriptedRiskService service) {
    return service.assessLogin(
        flow.realm().object(),
        flow.login().getClient(),
        flow.user().object(),
        Door.BROWSER_LOGIN,
        null,
        false);
  }

  private RiskDecision signUp(ScriptedRiskService service) {
    return service.assessRegistration(flow.realm().object(), flow.login().getClient(), FORM, null);
  }

  @Test
  void itsNamesAreWhatTheRealPolicyMakesOfItsScores() {
    assertThat(login(ScriptedRiskService.allowing()).action()).isEqualTo(Action.ALLOW);
    assertThat(login(ScriptedRiskService.challenging()).action()).isEqualTo(Action.CHALLENGE);
    assertThat(login(ScriptedRiskService.denying()).action()).isEqualTo(Action.DENY);
    assertThat(signUp(ScriptedRiskService.allowing()).action()).isEqualTo(Action.ALLOW);
    assertThat(signUp(ScriptedRiskService.challenging()).action()).isEqualTo(Action.CHALLENGE);
    assertThat(signUp(ScriptedRiskService.denying()).action()).isEqualTo(Action.DENY);
    assertThat(login(ScriptedRiskService.denying().disabled()).effectiveAction())
        .isEqualTo(Action.ALLOW);
  }

  @Test
  void aScriptGoesOnWithItsLastLine() {
    ScriptedRiskService service =
        ScriptedRiskService.denying("TOR_NETWORK").then(ScriptedEngine.scoring(0.02));
    assertThat(login(service).assessment().reasons())
        .extracting(Reason::code)
        .containsExactly("TOR_NETWORK");
    assertThat(login(service).action()).isEqualTo(Action.ALLOW);
    assertThat(login(service).action()).isEqualTo(Action.ALLOW);
    assertThat(service.calls())
        .contains(new Call("assessLogin", "user-id", "decision-3"))
        .hasSize(3);
  }

  @Test
  void whatItRequiresItRequiresWhereTheRealOneDoes() {
    ScriptedRiskService again = ScriptedRiskService.allowing().requiring(Kind.REAUTHENTICATE);
    assertThat(again.requiredAtLogin(flow.realm().object(), flow.user().object(), null)).isEmpty();
    assertThat(
            again.requiredAtLogin(
                flow.realm().object(),
                flow.user().object(),
                Attempts.NOW.minus(Duration.ofHours(1))))
        .isPresent();
    assertThat(
            again.mayContinue(
                flow.realm().object(),
                flow.user().object(),
                Attempts.NOW.minus(Duration.ofHours(1))))
        .isFalse();
    assertThat(
            ScriptedRiskService.allowing()
                .requiring(Kind.BLOCKED)
                .openRequirement(flow.realm().object(), flow.user().object()))
        .isPresent();
  }

  @Test
  void aFailingOneWritesDownWhatItWasAsked() {
    ScriptedRiskService service = ScriptedRiskService.allowing().failing();
    assertThatThrownBy(() -> login(service)).isInstanceOf(IllegalStateException.class);
    assertThat(service.calls()).hasSize(1);
  }
}
