package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.FIREFOX;
import static io.flowshield.ml.Attempts.REGULAR;
import static io.flowshield.ml.Attempts.login;
import static io.flowshield.ml.Attempts.network;
import static io.flowshield.ml.Attempts.through;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.Attempts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.ClientHints;
import io.flowshield.ml.request.ClientHintsParser;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgentParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a network and a browser say of whoever uses them. */
@Tag("A9")
class NetworkSignalsTest {
  private static final Map<Kind, Signal> KINDS =
      Map.of(
          Kind.TOR, new TorNetwork(),
          Kind.VPN, new VpnNetwork(),
          Kind.PROXY, new ProxyNetwork(),
          Kind.HOSTING, new DataCentreNetwork());

  @ParameterizedTest
  @EnumSource(Kind.class)
  void eachKindOfNetworkFiresItsOwnSignalOnly(Kind kind) {
    KINDS.forEach(
        (fires, signal) -> {
          float value = signal.value(through(network(kind)));
          if (kind == Kind.UNKNOWN || kind == Kind.PRIVATE) {
            assertThat(value).isNaN();
          } else {
            assertThat(value).isEqualTo(kind == fires ? 1 : 0);
          }
        });
  }

  @Test
  void torWeighsMostAndAVpnLeast() {
    assertThat(List.of(Kind.VPN, Kind.HOSTING, Kind.PROXY, Kind.TOR))
        .extracting(kind -> KINDS.get(kind).logOdds(1))
        .isSorted()
        .containsExactly(0.8, 1.2, 1.6, 2.5);
    KINDS.values().forEach(signal -> assertThat(signal.logOdds(Float.NaN)).isZero());
    KINDS.values().forEach(signal -> assertThat(signal.logOdds(0)).isZero());
  }

  @Test
  void reputationIsTheNumberOfListsAndMissingWithoutAny() {
    BadReputation signal = new BadReputation();
    assertThat(signal.value(through(network(Kind.ACCESS)))).isNaN();
    assertThat(signal.value(through(listed(0, Network.Listing.NONE)))).isZero();
    assertThat(signal.value(through(listed(2, Network.Listing.NONE)))).isEqualTo(2);
    assertThat(signal.logOdds(1)).isEqualTo(1.5);
    assertThat(signal.logOdds(2)).isEqualTo(2);
    assertThat(signal.logOdds(20)).isEqualTo(3);
    assertThat(signal.logOdds(0)).isZero();
    assertThat(signal.logOdds(Float.NaN)).isZero();
  }

  @Test
  void onlyTheDenyListIsADeny() {
    DenyListed signal = new DenyListed();
    assertThat(signal.value(through(listed(0, Network.Listing.DENIED)))).isOne();
    assertThat(signal.value(through(listed(0, Network.Listing.ALLOWED)))).isZero();
    assertThat(signal.value(through(network(Kind.ACCESS)))).isZero();
  }

  private static Network listed(int reputation, Network.Listing listing) {
    return new Network("c3", "203.0.113.0/24", 64500, "DE", null, Kind.ACCESS, reputation, listing);
  }

  @Nested
  class NewCitySignal {
    private final NewCity signal = new NewCity();

    @Test
    void isTheWayToTheNearestTownOfTheUsers() {
      assertThat(signal.value(login(AT_HOME))).isZero();
      assertThat(signal.value(through(at(52.40, 13.06)))).as("Potsdam").isZero();
      // Berlin's cell to Munich, great circle.
      assertThat(signal.value(through(at(48.14, 11.58)))).isCloseTo(504, within(6f));
      LoginProfile both =
          ProfileLearner.learn(
              REGULAR, request(at(48.2, 11.5)), Attempts.MONDAY_NINE.minus(Duration.ofHours(9)));
      assertThat(
              signal.value(
                  login(request(at(48.14, 11.58)), both, Counters.NONE, Attempts.MONDAY_NINE)))
          .isZero();
      assertThat(signal.logOdds(50)).isZero();
      assertThat(signal.logOdds(275)).isCloseTo(0.125, within(1e-9));
      assertThat(signal.logOdds(15_000)).isEqualTo(0.25);
      assertThat(signal.logOdds(Float.NaN)).isZero();
    }

    @Test
    void isMissingWhereThePlaceIsUnknownOrSaysLittle() {
      assertThat(signal.value(through(network(Kind.ACCESS)))).isNaN();
      assertThat(signal.value(through(at(0, 0)))).isNaN();
      for (Kind kind : List.of(Kind.SHARED, Kind.VPN, Kind.PROXY, Kind.TOR)) {
        Network hidden = new Network("h", "", 0, "DE", new Network.Location(48.14, 11.58), kind);
        assertThat(signal.value(through(hidden))).as(kind.name()).isNaN();
      }
      assertThat(
              signal.value(login(AT_HOME, LoginProfile.EMPTY, Counters.NONE, Attempts.MONDAY_NINE)))
          .isNaN();
    }

    private Network at(double latitude, double longitude) {
      return new Network("n", "p", 0, "DE", new Network.Location(latitude, longitude), Kind.ACCESS);
    }

    private RequestFacts request(Network network) {
      return new RequestFacts(network, FIREFOX, "de", "laptop");
    }
  }

  @Nested
  class NewLanguageSignal {
    private final NewLanguage signal = new NewLanguage();

    @Test
    void isOneForALanguageThatTheUserNeverAskedFor() {
      assertThat(signal.value(asking("de"))).isZero();
      assertThat(signal.value(asking("ru"))).isOne();
      assertThat(signal.logOdds(1)).isEqualTo(0.1);
      assertThat(signal.logOdds(Float.NaN)).isZero();
    }

    @Test
    void isMissingWhereNobodyAsksOrNothingIsKnown() {
      assertThat(signal.value(asking(""))).isNaN();
      assertThat(signal.value(Attempts.at(Door.DIRECT_GRANT, asking("ru")))).isNaN();
      assertThat(
              signal.value(login(AT_HOME, LoginProfile.EMPTY, Counters.NONE, Attempts.MONDAY_NINE)))
          .isNaN();
    }

    private RiskContext asking(String language) {
      return login(new RequestFacts(Attempts.BERLIN, FIREFOX, language, "laptop"));
    }
  }

  /** Headers as browsers send them. */
  @Nested
  class ClientHintMismatchSignal {
    private static final String WINDOWS =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/131.0.0.0 Safari/537.36";
    private static final String PIXEL =
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/131.0.0.0 Mobile Safari/537.36";
    private static final String EDGE = WINDOWS + " Edg/131.0.0.0";
    private static final String IPHONE_CHROME =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) CriOS/131.0.0.0 Mobile/15E148 Safari/604.1";
    private static final String FIREFOX_WINDOWS =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0";
    private static final String CHROME_131 =
        "\"Google Chrome\";v=\"131\", \"Chromium\";v=\"131\", \"Not_A Brand\";v=\"24\"";
    private static final UserAgentParser AGENTS = new UserAgentParser();

    private final ClientHintMismatch signal = new ClientHintMismatch();

    @Test
    void isZeroWhereUserAgentAndHintsAgree() {
      assertThat(value(WINDOWS, CHROME_131, "?0", "\"Windows\"")).isZero();
      assertThat(value(PIXEL, CHROME_131, "?1", "\"Android\"")).isZero();
      assertThat(
              value(
                  EDGE,
                  "\"Microsoft Edge\";v=\"131\", \"Chromium\";v=\"131\"",
                  "?0",
                  "\"Windows\""))
          .isZero();
      assertThat(value(WINDOWS, CHROME_131, "?0", "\"A system of next year\"")).isZero();
    }

    @Test
    void isOneWhereTheyContradict() {
      assertThat(value(WINDOWS, CHROME_131, "?0", "\"Linux\"")).as("system").isOne();
      assertThat(value(WINDOWS, CHROME_131, "?1", "\"Windows\"")).as("device").isOne();
      assertThat(value(WINDOWS, CHROME_131.replace("131", "119"), "?0", "\"Windows\""))
          .as("version")
          .isOne();
      assertThat(value(FIREFOX_WINDOWS, CHROME_131, "?0", "\"Windows\""))
          .as("Firefox sends none")
          .isOne();
    }

    @Test
    void isHalfWhereABrowserThatSendsHintsSentNone() {
      assertThat(value(WINDOWS, null, null, null)).isEqualTo(0.5f);
      assertThat(value(FIREFOX_WINDOWS, null, null, null)).isZero();
      assertThat(value(IPHONE_CHROME, null, null, null)).as("WebKit inside").isZero();
      assertThat(value(WINDOWS.replace("131", "80"), null, null, null)).as("too old").isZero();
      assertThat(signal.logOdds(1)).isEqualTo(1.2);
      assertThat(signal.logOdds(0.5f)).isEqualTo(0.3);
      assertThat(signal.logOdds(Float.NaN)).isZero();
    }

    @Test
    void isMissingWhereHintsCouldNotBeSent() {
      assertThat(value(AGENTS.parse(WINDOWS), ClientHintsParser.parse(null, null, null, false)))
          .isNaN();
      assertThat(value(AGENTS.parse(null), ClientHints.ABSENT)).isNaN();
      RiskContext grant =
          Attempts.at(
              Door.DIRECT_GRANT,
              login(
                  new RequestFacts(
                      Attempts.BERLIN, AGENTS.parse(WINDOWS), "", null, ClientHints.ABSENT)));
      assertThat(signal.value(grant)).isNaN();
    }

    @Test
    void readsBrandsWithoutTheMadeUpOneAndNeverThrows() {
      assertThat(ClientHintsParser.parse(CHROME_131, "?0", "\"Windows\"", true).brands())
          .containsOnly(Map.entry("Google Chrome", 131), Map.entry("Chromium", 131));
      assertThat(ClientHintsParser.parse("\"".repeat(9000), "x", "\u0000", true).brands())
          .isEmpty();
    }

    private float value(String agent, String brands, String mobile, String platform) {
      return value(AGENTS.parse(agent), ClientHintsParser.parse(brands, mobile, platform, true));
    }

    private float value(UserAgent agent, ClientHints hints) {
      return signal.value(login(new RequestFacts(Attempts.BERLIN, agent, "de", "laptop", hints)));
    }
  }
}
