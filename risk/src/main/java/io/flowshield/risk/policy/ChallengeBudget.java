package io.flowshield.risk.policy;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * How many logins a realm wants to challenge at most. The score from which a login is challenged
 * follows the distribution of scores then, within limits; the score from which one is denied never
 * does.
 *
 * @param share of logins to challenge at most, in (0, 0.5]; 0 when there is no budget
 * @param floor least score from which logins are challenged: who is below it never is
 * @param ceiling greatest score from which logins are challenged: who is above it always is,
 *     whatever the budget says
 * @param minimumLogins on fewer completed logins nothing is decided, and the threshold that is set
 *     counts
 */
public record ChallengeBudget(double share, double floor, double ceiling, int minimumLogins) {
  /** Whoever wants more challenged lowers the threshold. */
  public static final double MOST_SHARE = 0.5;

  /** A realm's. */
  public static ChallengeBudget of(RealmModel realm) {
    return read(realm::getAttribute);
  }

  static ChallengeBudget read(Function<String, @Nullable String> attributes) {
    SettingValues values = new SettingValues(attributes);
    return new ChallengeBudget(
        values.isSet(RealmSetting.CHALLENGE_BUDGET)
            ? values.number(RealmSetting.CHALLENGE_BUDGET)
            : 0,
        values.number(RealmSetting.CHALLENGE_BUDGET_FLOOR),
        values.number(RealmSetting.CHALLENGE_BUDGET_CEILING),
        values.clamped(RealmSetting.CHALLENGE_BUDGET_MINIMUM));
  }

  /** The same with another share, for a backtest. */
  public ChallengeBudget withShare(double other) {
    return new ChallengeBudget(other, floor, ceiling, minimumLogins);
  }

  public boolean isOn() {
    return share > 0;
  }

  /** Why the threshold is where it is. */
  public enum State {
    /** There is no budget: the threshold is the one that is set. */
    OFF,
    /** Too few logins are known: the threshold is the one that is set. */
    TOO_FEW_LOGINS,
    /** It follows the distribution of scores. */
    FOLLOWING,
    /** It would be lower than the floor. */
    AT_FLOOR,
    /** It would be higher than the ceiling, so more logins than wanted are challenged. */
    AT_CEILING
  }

  /**
   * A threshold with its reason.
   *
   * @param medium score from which logins are challenged
   */
  public record Steering(State state, double medium) {}

  /**
   * Where the budget puts the threshold.
   *
   * @param set what the realm has set
   * @param logins how many completed logins the distribution holds
   * @param wanted least score that no more than the budget's share of them reaches
   */
  public Steering steer(Thresholds set, double logins, double wanted) {
    if (!isOn()) {
      return new Steering(State.OFF, set.medium());
    }
    if (logins < minimumLogins) {
      return new Steering(State.TOO_FEW_LOGINS, set.medium());
    }
    double highest = Math.min(ceiling, set.high());
    if (wanted >= highest) {
      return new Steering(State.AT_CEILING, highest);
    }
    return wanted <= floor
        ? new Steering(State.AT_FLOOR, Math.min(floor, highest))
        : new Steering(State.FOLLOWING, wanted);
  }
}
