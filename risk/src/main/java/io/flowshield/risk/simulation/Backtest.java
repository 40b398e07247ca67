package io.flowshield.risk.simulation;

import io.flowshield.ml.context.Door;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.RiskLevel;
import io.flowshield.risk.policy.RiskPolicy;
import io.flowshield.risk.store.DecisionScan;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Counts what other thresholds would have made of scores that were given, against what was made of
 * them. It cannot tell what people would have done then: the scores stay as they were.
 */
public final class Backtest {
  private static final int PAGE = 2_000;

  private final RiskPolicy open;
  private final RiskPolicy closed;
  private final Predicate<@Nullable String> failsClosed;
  private final Map<Door, Tally> doors = new EnumMap<>(Door.class);

  /** Counts of one door. */
  public static final class Tally {
    private long decisions;
    private long reportOnly;
    private long denyListed;
    private final Map<RiskLevel, Long> levelsThen = new EnumMap<>(RiskLevel.class);
    private final Map<RiskLevel, Long> levelsNow = new EnumMap<>(RiskLevel.class);
    private final Map<Action, Map<Action, Long>> actions = new EnumMap<>(Action.class);

    private Tally() {}

    private void add(DecisionScan.Row row, RiskPolicy.Outcome outcome) {
      decisions++;
      reportOnly += row.reportOnly() ? 1 : 0;
      denyListed += row.denyListed() ? 1 : 0;
      levelsThen.merge(row.level(), 1L, Long::sum);
      levelsNow.merge(outcome.level(), 1L, Long::sum);
      actions
          .computeIfAbsent(row.action(), action -> new EnumMap<>(Action.class))
          .merge(outcome.action(), 1L, Long::sum);
    }

    public long decisions() {
      return decisions;
    }

    /** Decisions that were recorded only. */
    public long reportOnly() {
      return reportOnly;
    }

    /** Decisions of the deny list, which no threshold changes. */
    public long denyListed() {
      return denyListed;
    }

    /** Decisions by level, as they were taken. */
    public Map<RiskLevel, Long> levelsThen() {
      return levelsThen;
    }

    /** Decisions by level under the other thresholds. */
    public Map<RiskLevel, Long> levelsNow() {
      return levelsNow;
    }

    /** Decisions by the action that was asked for and the one that would be. */
    public Map<Action, Map<Action, Long>> actions() {
      return actions;
    }
  }

  /**
   * @param open policy for applications that fail open
   * @param closed policy for those that fail closed
   * @param failsClosed tells by client id which ones do
   */
  public Backtest(RiskPolicy open, RiskPolicy closed, Predicate<@Nullable String> failsClosed) {
    this.open = open;
    this.closed = closed;
    this.failsClosed = failsClosed;
  }

  /** Why a backtest ended before the window's oldest decision. */
  public enum Cut {
    /** It had counted as many decisions as it may. */
    ROWS,
    /** It had taken as long as it may. */
    TIME
  }

  /**
   * How far a backtest came.
   *
   * @param decisions how many were counted
   * @param oldest when the oldest of them was taken; null when there is none
   * @param cut why it ended early; null when it has seen the whole window
   */
  public record Extent(long decisions, @Nullable Instant oldest, @Nullable Cut cut) {}

  /**
   * Shows somebody decisions from the newest back.
   *
   * @param most how many at most
   * @param limit after which no further page is read
   */
  public static Extent walk(
      DecisionScan scan, int most, Duration limit, Consumer<DecisionScan.Row> visitor) {
    long start = System.nanoTime();
    long counted = 0;
    Instant oldest = null;
    while (true) {
      int page = (int) Math.min(PAGE, most - counted + 1);
      List<DecisionScan.Row> rows = scan.next(page);
      for (DecisionScan.Row row : rows) {
        if (counted == most) {
          return new Extent(counted, oldest, Cut.ROWS);
        }
        visitor.accept(row);
        counted++;
        oldest = row.time();
      }
      if (rows.size() < page) {
        return new Extent(counted, oldest, null);
      }
      if (System.nanoTime() - start >= limit.toNanos()) {
        return new Extent(counted, oldest, Cut.TIME);
      }
    }
  }

  /** Counts a decision. */
  public void add(DecisionScan.Row row) {
    RiskPolicy policy = row.unjudged() && failsClosed.test(row.clientId()) ? closed : open;
    RiskPolicy.Outcome outcome =
        row.denyListed()
            ? RiskPolicy.DENIED
            : policy.outcome(row.door(), row.score(), row.unjudged());
    doors.computeIfAbsent(row.door(), door -> new Tally()).add(row, outcome);
  }

  /** Counts by door; doors without decisions are left out. */
  public Map<Door, Tally> doors() {
    return doors;
  }
}
