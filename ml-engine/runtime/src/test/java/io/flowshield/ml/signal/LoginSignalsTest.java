package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.ABROAD;
import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.BERLIN;
import static io.flowshield.ml.Attempts.FIREFOX;
import static io.flowshield.ml.Attempts.MONDAY_NINE;
import static io.flowshield.ml.Attempts.REGULAR;
import static io.flowshield.ml.Attempts.SAFARI;
import static io.flowshield.ml.Attempts.SYDNEY;
import static io.flowshield.ml.Attempts.at;
import static io.flowshield.ml.Attempts.counting;
import static io.flowshield.ml.Attempts.login;
import static io.flowshield.ml.Attempts.network;
import static io.flowshield.ml.Attempts.through;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.profile.Towns;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each signal of a login with worked numbers. */
class LoginSignalsTest {
  private static final RiskContext COLD =
      login(AT_HOME, LoginProfile.EMPTY, Counters.NONE, MONDAY_NINE);

  private static RequestFacts with(UserAgent agent) {
    return new RequestFacts(BERLIN, agent, "de", "laptop");
  }

  @Nested
  class NewDeviceSignal {
    private final NewDevice signal = new NewDevice();

    @Test
    void isZeroOnAKnownDevice() {
      assertThat(signal.value(login(AT_HOME))).isZero();
    }

    @Test
    void isOneOnAnotherDeviceAndWithoutACookie() {
      assertThat(signal.value(login(new RequestFacts(BERLIN, FIREFOX, "de", "tablet")))).isOne();
      assertThat(signal.value(login(ABROAD))).isOne();
      assertThat(signal.logOdds(1)).isEqualTo(1.2);
    }

    @Test
    void isMissingBeforeTheFirstLoginAndAtADirectGrant() {
      assertThat(signal.value(COLD)).isNaN();
      assertThat(signal.value(at(Door.DIRECT_GRANT, login(ABROAD)))).isNaN();
    }
  }

  @Nested
  class NewNetworkSignal {
    private final NewNetwork signal = new NewNetwork();

    @Test
    void growsAsLessOfTheNetworkIsKnown() {
      assertThat(signal.value(login(AT_HOME))).isZero();
      assertThat(signal.value(through(berlin("a9", "192.0.2.0/24", 3320)))).isEqualTo(1f / 3);
      assertThat(signal.value(through(berlin("a9", "192.0.3.0/24", 3320)))).isEqualTo(2f / 3);
      assertThat(signal.value(through(berlin("a9", "192.0.3.0/24", 3209)))).isOne();
      assertThat(signal.value(through(berlin("a9", "192.0.3.0/24", 0)))).isOne();
    }

    @Test
    void isMissingForPrivateAddressesAndColdStarts() {
      assertThat(signal.value(through(network(Network.Kind.PRIVATE)))).isNaN();
      assertThat(signal.value(COLD)).isNaN();
    }

    private Network berlin(String key, String prefix, long asn) {
      return new Network(key, prefix, asn, "DE", null, Network.Kind.ACCESS);
    }
  }

  @Nested
  class NewCountrySignal {
    private final NewCountry signal = new NewCountry();

    @Test
    void tellsANewCountryFromAKnownOne() {
      assertThat(signal.value(login(AT_HOME))).isZero();
      assertThat(signal.value(login(ABROAD))).isOne();
      assertThat(signal.logOdds(1)).isEqualTo(1.1);
    }

    @Test
    void isMissingWhereTheCountryIsUnknownOrMeansLittle() {
      Network nowhere = new Network("x", "", 0, "", null, Network.Kind.UNKNOWN);
      Network relay = new Network("x", "", 0, "AU", null, Network.Kind.SHARED);
      assertThat(signal.value(through(nowhere))).isNaN();
      assertThat(signal.value(through(relay))).isNaN();
      assertThat(signal.value(COLD)).isNaN();
    }
  }

  @Nested
  class ImpossibleTravelSignal {
    private final ImpossibleTravel signal = new ImpossibleTravel();

    @Test
    void knowsHowFarSydneyIsFromBerlin() {
      assertThat(Towns.distanceKm(52.52, 13.405, -33.87, 151.21)).isCloseTo(16_090, within(30.0));
    }

    @Test
    void isTheSpeedSinceTheLastLogin() {
      // 16,090 km in the 24 hours since yesterday's login.
      assertThat(signal.value(login(ABROAD))).isCloseTo(670, within(2f));
      assertThat(signal.value(minutesLater(60))).isCloseTo(16_090, within(30f));
      assertThat(signal.logOdds(500)).isZero();
      assertThat(signal.logOdds(750)).isEqualTo(0.65);
      assertThat(signal.logOdds(16_090)).isEqualTo(1.3);
      assertThat(signal.logOdds(Float.NaN)).isZero();
    }

    @Test
    void takesAnHourAtLeast() {
      assertThat(signal.value(minutesLater(1))).isEqualTo(signal.value(minutesLater(60)));
    }

    @Test
    void believesNoCoordinatesThatAreNowhere() {
      Network middle = at(new Network.Location(0, 0));
      Network beyond = at(new Network.Location(91, 12));
      assertThat(signal.value(through(middle))).isNaN();
      assertThat(signal.value(through(beyond))).isNaN();
    }

    @Test
    void isMissingWhereACarrierOrARelayLetsPeopleOut() {
      Network relay = new Network("r", "", 0, "AU", SYDNEY.location(), Network.Kind.SHARED);
      assertThat(signal.value(through(relay))).isNaN();
      LoginProfile overRelay =
          ProfileLearner.learn(
              REGULAR,
              new RequestFacts(relay, FIREFOX, "de", "laptop"),
              MONDAY_NINE.minus(Duration.ofHours(1)));
      assertThat(signal.value(login(AT_HOME, overRelay, Counters.NONE, MONDAY_NINE))).isNaN();
    }

    private Network at(Network.Location place) {
      return new Network("n", "", 0, "DE", place, Network.Kind.ACCESS);
    }

    private RiskContext minutesLater(int minutes) {
      return login(
          ABROAD,
          REGULAR,
          Counters.NONE,
          MONDAY_NINE.minus(Duration.ofDays(1)).plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void forgivesWhatAddressDatabasesErr() {
      Network potsdam =
          new Network("p", "", 0, "DE", new Network.Location(52.4, 13.06), Network.Kind.ACCESS);
      assertThat(signal.value(through(potsdam))).isZero();
    }

    @Test
    void isMissingWhenEitherPlaceIsUnknownOrHidden() {
      Network tor = new Network("t", "", 0, "AU", SYDNEY.location(), Network.Kind.TOR);
      assertThat(signal.value(through(tor))).isNaN();
      assertThat(signal.value(through(network(Network.Kind.ACCESS)))).isNaN();
      assertThat(signal.value(COLD)).isNaN();
    }
  }

  @Nested
  class UnusualHourSignal {
    private final UnusualHour signal = new UnusualHour();

    @Test
    void isZeroAtTheUsualHourAndPositiveAtNight() {
      assertThat(signal.value(login(AT_HOME))).isZero();
      RiskContext night =
          login(AT_HOME, REGULAR, Counters.NONE, MONDAY_NINE.plus(Duration.ofHours(18)));
      // About 18.6 logins' weight at nine, none at three: -log2(24 * 0.5 / 30.6) = 1.35 bits.
      assertThat(signal.value(night)).isCloseTo(1.35f, within(0.05f));
      assertThat(signal.logOdds(1.35f)).isCloseTo(0.27, within(0.001));
      assertThat(signal.logOdds(9)).isEqualTo(0.4);
    }

    @Test
    void isMissingBelowFiveLogins() {
      assertThat(signal.value(COLD)).isNaN();
    }
  }

  @Nested
  class CountingSignals {
    @Test
    void recentFailuresForgiveTwoTypos() {
      RecentFailures signal = new RecentFailures();
      assertThat(signal.value(counting(new Counters(9, 0, 0, 0, 0, 0, 0)))).isEqualTo(9);
      assertThat(signal.logOdds(2)).isZero();
      assertThat(signal.logOdds(3)).isEqualTo(0.5);
      assertThat(signal.logOdds(9)).isEqualTo(1.5);
      assertThat(signal.logOdds(10_000)).isEqualTo(2.5);
    }

    @Test
    void failingNetworksCountFromTheSecond() {
      FailingNetworks signal = new FailingNetworks();
      Counters four = new Counters(0, 0, 0, 4, 0, 0, 0);
      assertThat(signal.value(login(ABROAD, REGULAR, four, MONDAY_NINE))).isEqualTo(4);
      assertThat(signal.logOdds(1)).isZero();
      assertThat(signal.logOdds(4)).isCloseTo(1.6, within(1e-9));
    }

    /** Ten thousand failures from elsewhere, two typed by the owner. */
    private final Counters attacked = new Counters(10_002, 2, 1, 200, 0, 9_000, 0, 33, 0, 1, 2, 3);

    @Test
    @Tag("C2")
    void strangersFailuresSayNothingWhereTheUserIsAtHome() {
      RequestFacts laptopAway = new RequestFacts(SYDNEY, FIREFOX, "de", "laptop");
      RequestFacts newDeviceAtHome = new RequestFacts(BERLIN, SAFARI, "de", null);
      for (RequestFacts familiar : List.of(AT_HOME, laptopAway, newDeviceAtHome)) {
        RiskContext login = login(familiar, REGULAR, attacked, MONDAY_NINE);
        assertThat(new RecentFailures().value(login)).isEqualTo(2);
        assertThat(new FailingNetworks().value(login)).isOne();
        assertThat(new ManyNetworks().value(login)).isEqualTo(3);
        assertThat(new CredentialStuffing().value(login)).isZero();
      }
    }

    @Test
    @Tag("C2")
    void strangersFailuresCountWhereTheUserHasNeverBeen() {
      for (RiskContext login :
          List.of(
              login(ABROAD, REGULAR, attacked, MONDAY_NINE),
              login(AT_HOME, LoginProfile.EMPTY, attacked, MONDAY_NINE))) {
        assertThat(new RecentFailures().value(login)).isEqualTo(10_002);
        assertThat(new FailingNetworks().value(login)).isEqualTo(200);
        assertThat(new ManyNetworks().value(login)).isEqualTo(33);
        assertThat(new CredentialStuffing().value(login)).isEqualTo(9_000);
      }
    }

    @Test
    void sprayingStartsAtThreeAccountsAndIsDividedWhereManyShareAnAddress() {
      PasswordSpraying signal = new PasswordSpraying();
      Counters eight = new Counters(0, 0, 8, 0, 0, 0, 0);
      assertThat(signal.value(counting(eight))).isEqualTo(8);
      RequestFacts shared = new RequestFacts(network(Network.Kind.SHARED), FIREFOX, "de", "laptop");
      assertThat(signal.value(login(shared, REGULAR, eight, MONDAY_NINE))).isEqualTo(2);
      assertThat(signal.logOdds(2)).isZero();
      assertThat(signal.logOdds(8)).isCloseTo(2.4, within(1e-9));
      assertThat(signal.logOdds(1_000)).isEqualTo(3.5);
    }

    @Test
    void networkFailuresCountFromTheSixth() {
      NetworkFailures signal = new NetworkFailures();
      assertThat(signal.value(counting(new Counters(0, 20, 0, 0, 0, 0, 0)))).isEqualTo(20);
      assertThat(signal.logOdds(5)).isZero();
      assertThat(signal.logOdds(20)).isCloseTo(0.8, within(1e-9));
    }

    @Test
    void stuffingSaysNothingOfAKnownDevice() {
      CredentialStuffing signal = new CredentialStuffing();
      Counters burst = new Counters(0, 0, 0, 0, 0, 160, 0);
      assertThat(signal.value(counting(burst))).isZero();
      assertThat(signal.value(login(ABROAD, REGULAR, burst, MONDAY_NINE))).isEqualTo(160);
      assertThat(signal.logOdds(19)).isZero();
      assertThat(signal.logOdds(160)).isCloseTo(1.6, within(1e-9));
    }
  }

  @Nested
  class NewBrowserSignal {
    private final NewBrowser signal = new NewBrowser();

    @Test
    void tellsAnUpdateFromAnotherBrowser() {
      assertThat(signal.value(login(AT_HOME))).isZero();
      assertThat(signal.value(login(with(agent("Windows 10", "Firefox", "Firefox 129")))))
          .isEqualTo(0.2f);
      assertThat(signal.value(login(with(agent("Linux", "Firefox", "Firefox 128")))))
          .isEqualTo(0.6f);
      assertThat(signal.value(login(with(agent("Linux", "Chrome", "Chrome 140"))))).isOne();
      assertThat(signal.value(COLD)).isNaN();
      assertThat(signal.logOdds(0.2f)).isZero();
      assertThat(signal.logOdds(1)).isEqualTo(0.5);
    }

    private UserAgent agent(String os, String browser, String version) {
      return new UserAgent(DeviceClass.DESKTOP, os, browser, version);
    }
  }

  @Nested
  class FreemanLoginSignal {
    private final FreemanLogin signal = new FreemanLogin();

    @Test
    void isNegativeForTheUsualAndPositiveForTheNew() {
      assertThat(signal.value(login(AT_HOME))).isNegative();
      assertThat(signal.value(login(ABROAD))).isPositive();
    }

    @Test
    void equalsTheWorkedExampleForSomethingNeverSeen() {
      // N_u is the faded weight of 20 logins, the same in every map; nothing of Sydney is in them,
      // so each part is ln(N_u + 1), whatever the population looks like.
      double weight = REGULAR.countries().get("DE");
      assertThat(signal.value(login(ABROAD)))
          .isCloseTo((float) (2 * Math.log(weight + 1)), within(1e-4f));
    }

    @Test
    void rewardsTheRareThatIsUsualForTheUserMoreThanTheCommon() {
      double common = (90 + 0.5) / 101;
      double weight = REGULAR.countries().get("DE");
      double ratio = (weight + common) / (weight + 1) / common;
      assertThat(signal.value(login(AT_HOME)))
          .isCloseTo((float) (-2 * Math.log(ratio)), within(1e-4f));
    }

    @Test
    void isMissingWithoutHistoryAndBoundedAsARule() {
      assertThat(signal.value(COLD)).isNaN();
      assertThat(signal.logOdds(Float.NaN)).isZero();
      assertThat(signal.logOdds(20)).isEqualTo(0.8);
      assertThat(signal.logOdds(-20)).isEqualTo(-0.8);
    }
  }

  @Test
  void automatedClientsAreProgramsExceptAtADirectGrant() {
    AutomatedClient signal = new AutomatedClient();
    RiskContext curl = login(with(new UserAgent(DeviceClass.AUTOMATION, "", "curl", "curl 8")));
    assertThat(signal.value(curl)).isOne();
    assertThat(signal.value(login(with(new UserAgent(DeviceClass.UNKNOWN, "", "", "")))))
        .isEqualTo(0.5f);
    assertThat(signal.value(login(AT_HOME))).isZero();
    assertThat(signal.value(at(Door.DIRECT_GRANT, curl))).isNaN();
  }

  @Test
  void dormancyIsCountedInDays() {
    DormantAccount signal = new DormantAccount();
    assertThat(signal.value(login(AT_HOME))).isEqualTo(1);
    assertThat(signal.value(COLD)).isNaN();
    assertThat(signal.logOdds(60)).isZero();
    assertThat(signal.logOdds(365)).isEqualTo(0.5);
  }

  @Test
  void sensitiveClientsAreMarkedByTheAdministrator() {
    SensitiveClient signal = new SensitiveClient();
    RiskContext login = login(AT_HOME);
    RiskContext bank =
        new RiskContext(
            login.time(),
            login.door(),
            login.request(),
            new ClientFacts("bank", true),
            login.profile(),
            login.population(),
            login.counters(),
            login.telemetry(),
            null);
    assertThat(signal.value(login)).isZero();
    assertThat(signal.value(bank)).isOne();
  }

  @Test
  void factsSayHowMuchIsKnownAndExplainNothing() {
    assertThat(new AccountLogins().value(login(AT_HOME))).isCloseTo(3.045f, within(0.001f));
    assertThat(new AccountLogins().value(COLD)).isZero();
    assertThat(new AccountAge().value(login(AT_HOME))).isEqualTo(20);
    assertThat(new AccountAge().value(COLD)).isNaN();
    assertThat(new DirectGrant().value(at(Door.DIRECT_GRANT, COLD))).isOne();
    assertThat(new DirectGrant().code()).isEmpty();
    assertThat(new DirectGrant().logOdds(1)).isZero();
  }
}
