package io.flowshield.risk.rest;

import io.flowshield.risk.learning.ChallengeBudgets;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.ChallengeBudget;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.simulation.Backtest;
import io.flowshield.risk.simulation.WhatIf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How simulations look in JSON. Times are ISO 8601 in UTC. */
final class SimulationViews {
  private SimulationViews() {}

  static Map<String, Object> thresholds(Thresholds thresholds) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("medium", thresholds.medium());
    view.put("high", thresholds.high());
    view.put("verify", thresholds.verify());
    view.put("review", thresholds.review());
    view.put("refuse", thresholds.refuse());
    return view;
  }

  static Map<String, @Nullable Object> budget(
      ChallengeBudget budget, ChallengeBudgets.Position position) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("share", budget.isOn() ? budget.share() : null);
    view.put("floor", budget.floor());
    view.put("ceiling", budget.ceiling());
    view.put("minimumLogins", budget.minimumLogins());
    view.put("state", position.steering().state().name());
    view.put("logins", position.logins());
    view.put("wanted", position.logins() > 0 ? position.wanted() : null);
    return view;
  }

  static Map<String, @Nullable Object> verdict(WhatIf.Verdict verdict) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("score", verdict.score());
    view.put("level", verdict.level().name());
    view.put("action", verdict.action().name());
    view.put("reasons", AdminViews.reasons(verdict.reasons()));
    view.put("model", verdict.model());
    view.put("modelVersion", verdict.modelVersion());
    view.put("fallback", verdict.fallback());
    return view;
  }

  static Map<String, @Nullable Object> backtest(
      Instant since,
      Instant until,
      Thresholds thresholds,
      Backtest backtest,
      Backtest.Extent extent) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("since", since.toString());
    view.put("until", until.toString());
    view.put("thresholds", thresholds(thresholds));
    view.put("decisions", extent.decisions());
    Instant oldest = extent.oldest();
    view.put("oldest", oldest == null ? null : oldest.toString());
    Backtest.Cut cut = extent.cut();
    view.put("cut", cut == null ? null : cut.name());
    Map<String, Object> doors = new LinkedHashMap<>();
    backtest.doors().forEach((door, tally) -> doors.put(door.name(), tally(tally)));
    view.put("doors", doors);
    return view;
  }

  private static Map<String, Object> tally(Backtest.Tally tally) {
    Map<Action, Long> then = new LinkedHashMap<>();
    Map<Action, Long> now = new LinkedHashMap<>();
    List<Map<String, Object>> changes = new ArrayList<>();
    tally
        .actions()
        .forEach(
            (from, others) ->
                others.forEach(
                    (to, count) -> {
                      then.merge(from, count, Long::sum);
                      now.merge(to, count, Long::sum);
                      if (from != to) {
                        changes.add(Map.of("from", from.name(), "to", to.name(), "count", count));
                      }
                    }));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("decisions", tally.decisions());
    view.put("reportOnly", tally.reportOnly());
    view.put("denyListed", tally.denyListed());
    view.put("then", counts(tally.levelsThen(), then));
    view.put("now", counts(tally.levelsNow(), now));
    view.put("changes", changes);
    return view;
  }

  /** With a nought where nothing was counted, so that nobody has to ask whether a name is there. */
  private static Map<String, Object> counts(
      Map<RiskLevel, Long> levels, Map<Action, Long> actions) {
    Map<String, Long> byLevel = new LinkedHashMap<>();
    for (RiskLevel level : RiskLevel.values()) {
      byLevel.put(level.name(), levels.getOrDefault(level, 0L));
    }
    Map<String, Long> byAction = new LinkedHashMap<>();
    for (Action action : Action.values()) {
      byAction.put(action.name(), actions.getOrDefault(action, 0L));
    }
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("levels", byLevel);
    view.put("actions", byAction);
    return view;
  }
}
