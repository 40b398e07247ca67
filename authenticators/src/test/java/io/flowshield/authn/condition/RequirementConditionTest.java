package io.flowshield.authn.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.risk.RiskService;
import io.flowshield.risk.store.Requirement.Kind;
import io.flowshield.testkit.flow.FlowDouble;
import io.flowshield.testkit.risk.ScriptedRiskService;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C2")
class RequirementConditionTest {
  private final FlowDouble flow = new FlowDouble().configured(Map.of("kinds", "CHANGE_PASSWORD"));

  private boolean matches() {
    return RequirementCondition.INSTANCE.matchCondition(flow.context());
  }

  @Test
  void itMatchesWhoHasTheChosenThingToDo() {
    flow.serving(RiskService.class, ScriptedRiskService.allowing().requiring(Kind.CHANGE_PASSWORD));
    assertThat(matches()).isTrue();
    flow.serving(RiskService.class, ScriptedRiskService.allowing().requiring(Kind.BLOCKED));
    assertThat(matches()).isFalse();
  }

  @Test
  void itMatchesNobodyWithoutARequirementOrAService() {
    assertThat(matches()).isFalse();
    flow.serving(RiskService.class, ScriptedRiskService.denying());
    assertThat(matches()).isFalse();
  }
}
