package io.flowshield.authn.risk;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.RiskService;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.session.DecisionNotes;
import io.flowshield.testkit.flow.FlowDouble;
import io.flowshield.testkit.risk.ScriptedRiskService;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.authentication.FlowStatus;

@Tag("C1")
class RiskAuthenticatorTest {
  private final FlowDouble flow = new FlowDouble();

  private void run() {
    new RiskAuthenticator(flow.session()).authenticate(flow.context());
  }

  private String level() {
    return flow.login().getAuthNote(DecisionNotes.LEVEL);
  }

  @Test
  void itNotesTheDecisionAndLeavesTheRestToTheFlow() {
    flow.serving(RiskService.class, ScriptedRiskService.denying("TOR_NETWORK"));
    run();
    assertThat(flow.status()).contains(FlowStatus.SUCCESS);
    assertThat(level()).isEqualTo("HIGH");
    assertThat(flow.login().getAuthNote(DecisionNotes.DECISION)).isEqualTo("decision-1");
    assertThat(DecisionNotes.reasons(flow.login())).containsExactly("TOR_NETWORK");
  }

  @Test
  @Tag("C8")
  void inAFlowThatOnlyReportsItNotesTheLowestLevel() {
    flow.serving(RiskService.class, ScriptedRiskService.denying("TOR_NETWORK"))
        .configured(Map.of("reportOnly", "true"));
    run();
    assertThat(flow.status()).contains(FlowStatus.SUCCESS);
    assertThat(level()).isEqualTo("LOW");
  }

  @ParameterizedTest
  @EnumSource
  @Tag("A12")
  void aLoginThatNothingCouldJudgeHasTheLevelThatTheAdministratorChose(RiskLevel chosen) {
    flow.configured(Map.of("whenUnjudged", chosen.name()));
    run();
    assertThat(flow.status()).contains(FlowStatus.SUCCESS);
    assertThat(level()).isEqualTo(chosen.name());
  }
}
