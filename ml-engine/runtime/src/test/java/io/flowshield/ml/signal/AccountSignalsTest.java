package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.MONDAY_NINE;
import static io.flowshield.ml.Attempts.REGULAR;
import static io.flowshield.ml.Attempts.counting;
import static io.flowshield.ml.Attempts.login;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.context.AccountFacts;
import io.flowshield.ml.context.AccountFacts.Privilege;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.LoginProfile.RoundTrips;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.telemetry.Telemetry;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is done with an account, and what it may do. */
@Tag("A9")
class AccountSignalsTest {

  private static Counters used(int prefixes, int changes, int sessions) {
    return new Counters(0, 0, 0, 0, 0, 0, 0, prefixes, changes, sessions);
  }

  @Test
  void homeTelephoneAndWorkAreNotManyNetworks() {
    ManyNetworks signal = new ManyNetworks();
    assertThat(signal.value(counting(used(7, 0, 0)))).isEqualTo(7);
    assertThat(signal.value(counting(used(-1, 0, 0)))).isZero();
    assertThat(signal.logOdds(4)).isZero();
    assertThat(signal.logOdds(8)).isCloseTo(0.7, within(1e-9));
    assertThat(signal.logOdds(1000)).isEqualTo(2);
    assertThat(signal.logOdds(Float.NaN)).isZero();
  }

  @Test
  void oneChangedCredentialIsWhatPeopleDo() {
    CredentialChanges signal = new CredentialChanges();
    assertThat(signal.value(counting(used(1, 3, 0)))).isEqualTo(3);
    assertThat(signal.logOdds(1)).isZero();
    assertThat(signal.logOdds(2)).isCloseTo(0.6, within(1e-9));
    assertThat(signal.logOdds(100)).isEqualTo(2);
    assertThat(signal.logOdds(Float.NaN)).isZero();
  }

  @Test
  void fewPeopleSignOutSoOnlyManySessionsCount() {
    ConcurrentSessions signal = new ConcurrentSessions();
    assertThat(signal.value(counting(used(1, 0, 6)))).isEqualTo(6);
    assertThat(signal.logOdds(4)).isZero();
    assertThat(signal.logOdds(8)).isCloseTo(0.4, within(1e-9));
    assertThat(signal.logOdds(32)).isEqualTo(1);
    assertThat(signal.logOdds(Float.NaN)).isZero();
  }

  @Test
  void rolesAreSensitiveOrNotOrUnknown() {
    SensitiveRole signal = new SensitiveRole();
    assertThat(signal.value(login(AT_HOME))).isNaN();
    assertThat(signal.value(holding(Privilege.ORDINARY))).isZero();
    assertThat(signal.value(holding(Privilege.SENSITIVE))).isOne();
    assertThat(signal.logOdds(1)).isEqualTo(0.4);
    assertThat(signal.logOdds(Float.NaN)).isZero();
  }

  private static RiskContext holding(Privilege privilege) {
    RiskContext context = login(AT_HOME);
    return new RiskContext(
        context.time(),
        context.door(),
        context.request(),
        context.client(),
        context.profile(),
        context.population(),
        context.counters(),
        context.telemetry(),
        null,
        new AccountFacts(privilege));
  }

  @Nested
  class SlowRoundTripSignal {
    private final SlowRoundTrip signal = new SlowRoundTrip();

    /** Six measured logins around 30 ms. */
    private final LoginProfile measured = measured();

    private LoginProfile measured() {
      LoginProfile profile = REGULAR;
      for (double millis : new double[] {30, 28, 33, 30, 31, 29}) {
        profile = ProfileLearner.learn(profile, AT_HOME, millis, MONDAY_NINE);
      }
      return profile;
    }

    @Test
    void countsDeviationsAboveTheUsual() {
      assertThat(signal.value(taking(30, measured))).isCloseTo(0, within(0.05f));
      assertThat(signal.value(taking(5, measured))).as("nearer is no evidence").isZero();
      // ln(240 / 30) / 0.4
      assertThat(signal.value(taking(240, measured))).isCloseTo(5.2f, within(0.1f));
      assertThat(signal.value(taking(60_000, measured))).isEqualTo(10);
      assertThat(signal.logOdds(3)).isZero();
      assertThat(signal.logOdds(6)).isEqualTo(0.5);
      assertThat(signal.logOdds(Float.NaN)).isZero();
    }

    @Test
    void allowsMoreToALineThatIsUneven() {
      LoginProfile uneven = REGULAR;
      for (double millis : new double[] {20, 200, 40, 400, 25, 150}) {
        uneven = ProfileLearner.learn(uneven, AT_HOME, millis, MONDAY_NINE);
      }
      assertThat(signal.value(taking(400, uneven))).isLessThan(2);
    }

    @Test
    void isMissingWithoutAMeasurementOrAHistory() {
      assertThat(signal.value(taking(Double.NaN, measured))).isNaN();
      assertThat(signal.value(taking(0, measured))).isNaN();
      assertThat(REGULAR.roundTrips()).isEqualTo(RoundTrips.NONE);
      assertThat(signal.value(taking(500, REGULAR))).isNaN();
    }

    private RiskContext taking(double millis, LoginProfile profile) {
      RiskContext context = login(AT_HOME, profile, Counters.NONE, MONDAY_NINE);
      return new RiskContext(
          context.time(),
          context.door(),
          context.request(),
          context.client(),
          context.profile(),
          context.population(),
          context.counters(),
          new Telemetry(Telemetry.Status.PRESENT, 5000, List.of(), 0, 0, false, millis),
          null);
    }
  }
}
