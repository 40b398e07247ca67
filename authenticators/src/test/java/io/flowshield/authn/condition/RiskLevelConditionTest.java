package io.flowshield.authn.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.Door;
import io.flowshield.risk.RiskDecision;
import io.flowshield.testkit.flow.FlowDouble;
import io.flowshield.testkit.risk.ScriptedRiskService;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C2")
class RiskLevelConditionTest {

  private static boolean matches(ScriptedRiskService service, boolean reportOnly) {
    FlowDouble flow = new FlowDouble().configured(Map.of("minimum", "MEDIUM"));
    RiskDecision decision =
        service.assessLogin(
            flow.realm().object(),
            flow.login().getClient(),
            flow.user().object(),
            Door.BROWSER_LOGIN,
            null,
            reportOnly);
    return RiskLevelCondition.INSTANCE.matchCondition(flow.judged(decision).context());
  }

  @Test
  void itMatchesTheLevelThatTheFlowActsOn() {
    assertThat(matches(ScriptedRiskService.allowing(), false)).isFalse();
    assertThat(matches(ScriptedRiskService.challenging("NEW_DEVICE"), false)).isTrue();
    assertThat(matches(ScriptedRiskService.denying("TOR_NETWORK"), false)).isTrue();
    assertThat(matches(ScriptedRiskService.denying("TOR_NETWORK"), true)).isFalse();
  }

  @Test
  void aLoginThatWasNotJudgedCountsAsLow() {
    FlowDouble flow = new FlowDouble().configured(Map.of("minimum", "LOW", "maximum", "LOW"));
    assertThat(RiskLevelCondition.INSTANCE.matchCondition(flow.context())).isTrue();
  }
}
