package io.flowshield.risk.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.Door;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RealmSettings;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.store.DecisionScan;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C8")
class BacktestTest {
  private static final Thresholds STRICT = Thresholds.of(RealmSettings.DEFAULTS).withMedium(0.1);

  private static DecisionScan.Row row(
      Door door, double score, Action then, boolean unjudged, boolean denyListed) {
    return new DecisionScan.Row(
        Instant.EPOCH,
        "user",
        door,
        "app",
        score,
        level(then),
        then,
        false,
        unjudged,
        denyListed,
        true);
  }

  private static RiskLevel level(Action action) {
    return switch (action) {
      case ALLOW -> RiskLevel.LOW;
      case CHALLENGE -> RiskLevel.MEDIUM;
      case REVIEW, DENY -> RiskLevel.HIGH;
    };
  }

  private static Backtest backtest(@Nullable String closedClient) {
    return new Backtest(
        new RiskPolicy(STRICT, false, false),
        new RiskPolicy(STRICT, false, true),
        client -> client != null && client.equals(closedClient));
  }

  @Test
  void each_door_is_counted_by_what_was_and_what_would_be() {
    Backtest backtest = backtest(null);
    backtest.add(row(Door.BROWSER_LOGIN, 0.2, Action.ALLOW, false, false));
    backtest.add(row(Door.BROWSER_LOGIN, 0.05, Action.ALLOW, false, false));
    backtest.add(row(Door.BROWSER_LOGIN, 0.9, Action.DENY, false, false));
    backtest.add(row(Door.REGISTRATION, 0.2, Action.ALLOW, false, false));

    Backtest.Tally login = backtest.doors().get(Door.BROWSER_LOGIN);
    assertThat(login.decisions()).isEqualTo(3);
    assertThat(login.levelsThen()).isEqualTo(Map.of(RiskLevel.LOW, 2L, RiskLevel.HIGH, 1L));
    assertThat(login.levelsNow())
        .isEqualTo(Map.of(RiskLevel.LOW, 1L, RiskLevel.MEDIUM, 1L, RiskLevel.HIGH, 1L));
    assertThat(login.actions())
        .isEqualTo(
            Map.of(
                Action.ALLOW,
                Map.of(Action.ALLOW, 1L, Action.CHALLENGE, 1L),
                Action.DENY,
                Map.of(Action.DENY, 1L)));
    assertThat(backtest.doors().get(Door.REGISTRATION).levelsNow())
        .isEqualTo(Map.of(RiskLevel.LOW, 1L));
    assertThat(backtest.doors()).doesNotContainKey(Door.DIRECT_GRANT);
  }

  @Test
  void whom_the_deny_list_refused_is_refused_whatever_the_thresholds() {
    Backtest backtest = backtest(null);
    backtest.add(row(Door.BROWSER_LOGIN, 0.01, Action.DENY, false, true));

    Backtest.Tally login = backtest.doors().get(Door.BROWSER_LOGIN);
    assertThat(login.levelsNow()).isEqualTo(Map.of(RiskLevel.HIGH, 1L));
    assertThat(login.denyListed()).isEqualTo(1);
  }

  @Test
  void whom_no_model_judged_is_challenged_where_the_application_fails_closed() {
    Backtest closed = backtest("app");
    closed.add(row(Door.BROWSER_LOGIN, 0.01, Action.ALLOW, true, false));
    Backtest open = backtest("other");
    open.add(row(Door.BROWSER_LOGIN, 0.01, Action.ALLOW, true, false));

    assertThat(closed.doors().get(Door.BROWSER_LOGIN).levelsNow())
        .isEqualTo(Map.of(RiskLevel.MEDIUM, 1L));
    assertThat(open.doors().get(Door.BROWSER_LOGIN).levelsNow())
        .isEqualTo(Map.of(RiskLevel.LOW, 1L));
  }
}
