package io.flowshield.testkit.attempt;

import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.RequestFacts;
import java.time.Duration;
import java.time.Instant;

/**
 * What a small realm's server has learnt, by the learners that it learns with.
 *
 * @param profile of one user
 * @param population of the realm
 */
public record Habit(LoginProfile profile, Population population) {

  /** Nothing was learnt yet. */
  public static final Habit NONE = new Habit(LoginProfile.EMPTY, Population.EMPTY);

  /**
   * One login a day, always the same; for each, somebody else of the realm signs in from the same
   * network with a browser of their own.
   *
   * @param usual how the user signs in
   * @param logins how many days there were
   * @param last when the latest of them was
   */
  public static Habit daily(RequestFacts usual, int logins, Instant last) {
    LoginProfile profile = LoginProfile.EMPTY;
    PopulationLearner population = new PopulationLearner(Population.EMPTY);
    for (int day = logins - 1; day >= 0; day--) {
      profile = ProfileLearner.learn(profile, usual, last.minus(Duration.ofDays(day)));
      population.learn(usual);
      population.learn(
          new RequestFacts(
              usual.network(),
              day % 2 == 0 ? Attempts.FIREFOX : Attempts.CHROME,
              usual.language(),
              "of-somebody-else-" + day));
    }
    return new Habit(profile, population.copy());
  }
}
