package io.flowshield.risk.learning;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flowshield.risk.policy.Action;
import io.flowshield.risk.policy.ChallengeBudget;
import io.flowshield.risk.policy.ChallengeBudget.Steering;
import io.flowshield.risk.policy.Thresholds;
import io.flowshield.risk.store.DecisionScan;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * Where the challenge budgets of this node's realms put the threshold. A realm's distribution of
 * scores is read from its stored decisions when it is first asked for, in the background, and goes
 * on with every login that completes here.
 *
 * <p>Only logins that completed and that the policy would not have denied count, and a user counts
 * once an hour: neither failed nor refused nor abandoned attempts move the threshold, however many
 * there are, and one account that signs in all day moves it little.
 */
public final class ChallengeBudgets {
  private static final int MAX_REALMS = 2000;
  private static final int MAX_USERS = 100_000;
  private static final int PAGE = 2_000;
  private static final int SEED = 20_000;
  private static final Duration SEED_AGE = Duration.ofDays(30);
  private static final Duration USER_COUNTS_EVERY = Duration.ofHours(1);

  private final Cache<String, ScoreDistribution> realms =
      Caffeine.newBuilder().maximumSize(MAX_REALMS).build();

  /** Users who have been counted within the hour. */
  private final Cache<String, Boolean> counted =
      Caffeine.newBuilder().maximumSize(MAX_USERS).expireAfterWrite(USER_COUNTS_EVERY).build();

  private final Background background;
  private final Clock clock;

  public ChallengeBudgets(Background background, Clock clock) {
    this.background = background;
    this.clock = clock;
  }

  /**
   * Where the threshold for challenges is, and why.
   *
   * @param steering the threshold
   * @param logins how many completed logins it rests on, older ones counting less
   * @param wanted where the budget alone would put it
   */
  public record Position(Steering steering, double logins, double wanted) {}

  /** A realm's thresholds with what its budget makes of them. Never waits for anything. */
  public Thresholds thresholds(
      KeycloakSessionFactory factory, String realmId, ChallengeBudget budget, Thresholds set) {
    return budget.isOn()
        ? set.withMedium(position(factory, realmId, budget, set).steering().medium())
        : set;
  }

  /** The same with its reasons. */
  public Position position(
      KeycloakSessionFactory factory, String realmId, ChallengeBudget budget, Thresholds set) {
    if (!budget.isOn()) {
      return new Position(budget.steer(set, 0, 0), 0, 0);
    }
    ScoreDistribution scores = realms.getIfPresent(realmId);
    if (scores == null) {
      ScoreDistribution fresh = new ScoreDistribution();
      scores = realms.get(realmId, key -> fresh);
      if (scores == fresh) {
        background.submit(Losses.Kind.LEARNING_LOST, () -> seed(factory, realmId, fresh));
      }
    }
    double logins = scores.size(clock.instant());
    double wanted = scores.reachedBy(budget.share());
    return new Position(budget.steer(set, logins, wanted), logins, wanted);
  }

  /** Counts a login that completed, where somebody asked for the realm's threshold before. */
  void completed(String realmId, String userId, Action action, double score, Instant time) {
    ScoreDistribution scores = realms.getIfPresent(realmId);
    if (scores != null
        && counts(action)
        && counted.asMap().putIfAbsent(realmId + '/' + userId, true) == null) {
      scores.add(score, time);
    }
  }

  public void forget(String realmId) {
    realms.invalidate(realmId);
  }

  private void seed(KeycloakSessionFactory factory, String realmId, ScoreDistribution scores) {
    Instant now = clock.instant();
    DecisionScan scan = new DecisionScan(factory, realmId, now.minus(SEED_AGE), now);
    Set<String> seen = new HashSet<>();
    for (int read = 0; read < SEED; read += PAGE) {
      List<DecisionScan.Row> rows = scan.next(PAGE);
      rows.forEach(row -> count(scores, seen, row));
      if (rows.size() < PAGE) {
        return;
      }
    }
  }

  /**
   * Counts a stored decision as if its login had completed just now.
   *
   * @param seen users and hours that have been counted
   */
  public static void count(ScoreDistribution scores, Set<String> seen, DecisionScan.Row row) {
    if (row.door().isLogin()
        && row.completed()
        && counts(row.action())
        && seen.add(
            row.userId() + '/' + row.time().toEpochMilli() / USER_COUNTS_EVERY.toMillis())) {
      scores.add(row.score(), row.time());
    }
  }

  private static boolean counts(Action action) {
    return action != Action.DENY;
  }
}
