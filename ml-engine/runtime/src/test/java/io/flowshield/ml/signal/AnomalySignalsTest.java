package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.ABROAD;
import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.FIREFOX;
import static io.flowshield.ml.Attempts.MONDAY_NINE;
import static io.flowshield.ml.Attempts.REALM;
import static io.flowshield.ml.Attempts.REGULAR;
import static io.flowshield.ml.Attempts.SYDNEY;
import static io.flowshield.ml.Attempts.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.Attempts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginPoint;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A4")
class AnomalySignalsTest {
  private final UnusualForUser user = new UnusualForUser();
  private final UnusualForRealm realm = new UnusualForRealm();

  @Test
  void aLoginAsAlwaysIsLikeTheOthers() {
    assertThat(user.value(login(AT_HOME))).isBetween(0.3f, 1.5f);
    assertThat(user.logOdds(1.5f)).isZero();
  }

  @Test
  void aStrangeNetworkBrowserAndDeviceTogetherAreUnlikeThem() {
    assertThat(user.value(login(ABROAD))).isGreaterThan(3).isLessThanOrEqualTo(5.1f);
    assertThat(user.logOdds(3)).isCloseTo(0.1, within(1e-9));
    assertThat(user.logOdds(5)).isEqualTo(0.2);
  }

  @Test
  void moreThatIsStrangeIsMoreUnusual() {
    float network = user.value(login(new RequestFacts(SYDNEY, FIREFOX, "de", "laptop")));
    assertThat(network).isGreaterThan(user.value(login(AT_HOME)));
    assertThat(user.value(login(ABROAD))).isGreaterThan(network);
  }

  @Test
  void isMissingOnAColdStart() {
    LoginProfile profile = LoginProfile.EMPTY;
    assertThat(user.value(by(profile))).isNaN();
    for (int day = 20; day > 13; day--) {
      profile = ProfileLearner.learn(profile, AT_HOME, MONDAY_NINE.minus(Duration.ofDays(day)));
    }
    assertThat(user.value(by(profile))).isNaN();
    profile = ProfileLearner.learn(profile, AT_HOME, MONDAY_NINE.minus(Duration.ofDays(13)));
    assertThat(user.value(by(profile))).isPositive();
    assertThat(user.logOdds(Float.NaN)).isZero();
    assertThat(realm.value(login(AT_HOME))).isNaN();
    assertThat(realm.logOdds(Float.NaN)).isZero();
  }

  private static RiskContext by(LoginProfile profile) {
    return login(AT_HOME, profile, Counters.NONE, MONDAY_NINE);
  }

  /** What is strange to a user may be what this realm's users always do. */
  @Test
  void newPlacesAreUsualInARealmOfTravellers() {
    Population settled = realmOf(AT_HOME);
    Population travelling = realmOf(ABROAD);
    assertThat(realm.value(in(settled, AT_HOME))).isLessThan(1.5f);
    assertThat(realm.value(in(settled, ABROAD))).isGreaterThan(3);
    assertThat(realm.value(in(travelling, ABROAD)))
        .isLessThan(realm.value(in(settled, ABROAD)) / 2);
  }

  /** A hundred regular users, who all signed in like this within two hours around nine. */
  private static Population realmOf(RequestFacts request) {
    PopulationLearner learner = new PopulationLearner(REALM);
    Instant first = MONDAY_NINE.minus(Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      Instant time = first.plusSeconds(72L * i);
      learner.learn(request, LoginPoint.amongRealms(time, request, REGULAR, learner.view()));
    }
    return learner.copy();
  }

  private static RiskContext in(Population population, RequestFacts request) {
    return new RiskContext(
        MONDAY_NINE,
        Door.BROWSER_LOGIN,
        request,
        Attempts.login(request).client(),
        REGULAR,
        population,
        Counters.NONE,
        Telemetry.ABSENT,
        null);
  }
}
