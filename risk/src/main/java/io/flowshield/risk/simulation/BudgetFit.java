package io.flowshield.risk.simulation;

import io.flowshield.risk.learning.ChallengeBudgets;
import io.flowshield.risk.learning.ScoreDistribution;
import io.flowshield.risk.policy.ChallengeBudget;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.store.DecisionScan;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the threshold that a challenge budget would have come to at the end of a window. */
public final class BudgetFit implements Consumer<DecisionScan.Row> {
  private final ScoreDistribution scores = new ScoreDistribution();
  private final Set<String> seen = new HashSet<>();

  @Override
  public void accept(DecisionScan.Row row) {
    ChallengeBudgets.count(scores, seen, row);
  }

  /**
   * Where the budget would have put it.
   *
   * @param set thresholds without it
   * @param now end of the window
   */
  public ChallengeBudget.Steering steer(ChallengeBudget budget, Thresholds set, Instant now) {
    return budget.steer(set, scores.size(now), scores.reachedBy(budget.share()));
  }
}
