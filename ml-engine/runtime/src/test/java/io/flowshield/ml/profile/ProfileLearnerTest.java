package io.flowshield.ml.profile;

import static io.flowshield.ml.Attempts.ABROAD;
import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.FIREFOX;
import static io.flowshield.ml.Attempts.MONDAY_NINE;
import static io.flowshield.ml.Attempts.REALM;
import static io.flowshield.ml.Attempts.REGULAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.profile.ProfileCodec.Status;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ProfileLearnerTest {

  private static RequestFacts stranger(int i) {
    Network network =
        new Network(
            "address" + i,
            "prefix" + i,
            i + 1,
            "C" + i,
            new Network.Location(i % 90, i % 180),
            Network.Kind.ACCESS);
    return new RequestFacts(network, FIREFOX, "de", "device" + i);
  }

  private static final Network TOR =
      new Network(
          "t1", "203.0.113.0/24", 64496, "DE", new Network.Location(52.5, 13.4), Network.Kind.TOR);

  @Test
  void learnsOneLogin() {
    LoginProfile profile = ProfileLearner.learn(LoginProfile.EMPTY, AT_HOME, MONDAY_NINE);
    assertThat(profile.logins()).isEqualTo(1);
    assertThat(profile.firstLogin()).isEqualTo(MONDAY_NINE);
    assertThat(profile.countries()).containsExactlyEntriesOf(Collections.singletonMap("DE", 1.0));
    assertThat(profile.asns()).containsKey("3320");
    assertThat(profile.devices()).containsKey("laptop");
    assertThat(profile.userAgents()).containsKey("Firefox 128 on Windows 10");
    assertThat(profile.hours().get(9)).isEqualTo(1);
  }

  @Test
  void halvesACountInNinetyDays() {
    LoginProfile first = ProfileLearner.learn(LoginProfile.EMPTY, AT_HOME, MONDAY_NINE);
    LoginProfile later = ProfileLearner.learn(first, ABROAD, MONDAY_NINE.plus(Duration.ofDays(90)));
    assertThat(later.countries().get("DE")).isCloseTo(0.5, within(1e-9));
    assertThat(later.countries().get("AU")).isEqualTo(1);
    assertThat(later.hours().get(9)).isCloseTo(1.5, within(1e-9));
  }

  @Test
  void takesBackWhatOneLoginTaughtAsFarAsItHasFaded() {
    Instant theft = MONDAY_NINE.plus(Duration.ofDays(10));
    Instant later = theft.plus(Duration.ofDays(90));
    LoginProfile before = ProfileLearner.learn(LoginProfile.EMPTY, AT_HOME, MONDAY_NINE);
    LoginProfile robbed = ProfileLearner.learn(before, ABROAD, theft);
    LoginProfile honest = ProfileLearner.learn(robbed, AT_HOME, later);
    LoginProfile cleaned = ProfileLearner.unlearn(honest, LearntLogin.of(ABROAD, theft));

    LoginProfile never = ProfileLearner.learn(before, AT_HOME, later);
    assertThat(cleaned.countries()).containsOnlyKeys("DE");
    assertThat(cleaned.countries().get("DE")).isCloseTo(never.countries().get("DE"), within(1e-9));
    assertThat(cleaned.addresses().keySet()).isEqualTo(never.addresses().keySet());
    assertThat(cleaned.prefixes().keySet()).isEqualTo(never.prefixes().keySet());
    assertThat(cleaned.asns().keySet()).isEqualTo(never.asns().keySet());
    assertThat(cleaned.places().keySet()).isEqualTo(never.places().keySet());
    assertThat(cleaned.devices()).isEqualTo(never.devices());
    assertThat(cleaned.hours().get(9)).isCloseTo(never.hours().get(9), within(1e-9));
    assertThat(cleaned.lastLogin()).isEqualTo(never.lastLogin());
  }

  @Test
  void leavesWhatOthersTaughtAndForgetsTheDeviceAndWhereTheTravelBegan() {
    LoginProfile home = ProfileLearner.learn(LoginProfile.EMPTY, AT_HOME, MONDAY_NINE);
    Instant theft = MONDAY_NINE.plus(Duration.ofHours(1));
    LoginProfile robbed = ProfileLearner.learn(home, AT_HOME, theft);
    LoginProfile cleaned = ProfileLearner.unlearn(robbed, LearntLogin.of(AT_HOME, theft));
    assertThat(cleaned.countries().get("DE")).isCloseTo(1, within(1e-3));
    assertThat(cleaned.userAgents()).hasSameSizeAs(home.userAgents());
    assertThat(cleaned.devices()).isEmpty();
    assertThat(cleaned.logins()).isEqualTo(2);
    assertThat(cleaned.lastLogin().time()).isEqualTo(theft);
    assertThat(cleaned.lastLogin().latitude()).isNaN();
    assertThat(ProfileLearner.unlearn(LoginProfile.EMPTY, LearntLogin.of(ABROAD, theft)))
        .isEqualTo(LoginProfile.EMPTY);
  }

  @Test
  void whatALoginTaughtIsKeptAsTextAndReadBack() {
    LearntLogin learnt = LearntLogin.of(AT_HOME, MONDAY_NINE);
    assertThat(LearntLogin.decode(learnt.encode())).contains(learnt);
    assertThat(learnt.key(LearntLogin.Kind.DEVICE)).isEqualTo("laptop");
    assertThat(LearntLogin.decode(null)).isEmpty();
    assertThat(LearntLogin.decode("{\"time\":\"soon\"}")).isEmpty();
    assertThat(LearntLogin.decode("{")).isEmpty();
  }

  @Test
  void forgetsWhatWasNotSeenForYears() {
    LoginProfile first = ProfileLearner.learn(LoginProfile.EMPTY, AT_HOME, MONDAY_NINE);
    LoginProfile later =
        ProfileLearner.learn(first, ABROAD, MONDAY_NINE.plus(Duration.ofDays(1_000)));
    assertThat(later.countries()).containsOnlyKeys("AU");
  }

  @Test
  void staysBoundedAndKeepsWhatIsUsedMost() {
    LoginProfile profile = REGULAR;
    for (int i = 0; i < 500; i++) {
      profile = ProfileLearner.learn(profile, stranger(i), MONDAY_NINE.plus(Duration.ofMinutes(i)));
    }
    assertThat(profile.addresses()).hasSize(ProfileLearner.MAX_ADDRESSES).containsKey("a1");
    assertThat(profile.addresses()).containsKey("address499");
    assertThat(profile.countries()).hasSize(ProfileLearner.MAX_COUNTRIES);
    assertThat(profile.devices()).hasSize(ProfileLearner.MAX_DEVICES).containsKey("device499");
    assertThat(ProfileCodec.encode(profile)).hasSizeLessThan(8 * 1024);
  }

  @Test
  void aPopulationStaysBounded() {
    PopulationLearner learner = new PopulationLearner(REALM);
    for (int i = 0; i < 50_000; i++) {
      learner.learn(stranger(i));
    }
    Population population = learner.copy();
    assertThat(population.logins()).isEqualTo(50_100);
    assertThat(population.prefixes()).hasSizeLessThanOrEqualTo(PopulationLearner.MAX_PREFIXES);
    assertThat(population.prefixes()).containsEntry("192.0.2.0/24", 90.0);
    assertThat(population.countries()).hasSizeLessThanOrEqualTo(PopulationLearner.MAX_COUNTRIES);
  }

  @Test
  void writesAndReadsAProfile() {
    LoginProfile profile = ProfileLearner.learn(REGULAR, ABROAD, MONDAY_NINE);
    byte[] bytes = ProfileCodec.encode(profile);
    ProfileCodec.Decoded<LoginProfile> decoded = ProfileCodec.decodeProfile(bytes);
    assertThat(decoded.status()).isEqualTo(Status.READ);
    assertThat(decoded.value().lastLogin()).isEqualTo(profile.lastLogin());
    assertThat(decoded.value().devices()).isEqualTo(profile.devices());
    assertThat(decoded.value().countries().get("DE"))
        .isCloseTo(profile.countries().get("DE"), within(1e-4));
    assertThat(ProfileCodec.encode(decoded.value())).isEqualTo(bytes);
  }

  @Test
  @Tag("A4")
  void keepsABoundedSampleOfLoginsAsPoints() {
    assertThat(REGULAR.anomaly().size()).isEqualTo(20);
    LoginProfile profile = REGULAR;
    for (int i = 0; i < 100; i++) {
      profile = ProfileLearner.learn(profile, AT_HOME, MONDAY_NINE.plus(Duration.ofDays(i)));
    }
    assertThat(profile.anomaly().seen()).isEqualTo(120);
    assertThat(profile.anomaly().points()).hasSize(256);
    assertThat(ProfileCodec.decodeProfile(ProfileCodec.encode(profile)).value().anomaly())
        .isEqualTo(profile.anomaly());
  }

  @Test
  @Tag("A4")
  void aPopulationKeepsTheTreesOverItsSampleAndStoresTheSample() {
    PopulationLearner learner = new PopulationLearner(REALM);
    for (int i = 0; i < 200; i++) {
      RequestFacts request = stranger(i);
      learner.learn(request, LoginPoint.amongRealms(MONDAY_NINE, request, REGULAR, learner.view()));
    }
    Population population = learner.copy();
    assertThat(population.anomaly().isGrown()).isTrue();
    assertThat(population.anomaly().points()).hasSize(2048);
    Population read = ProfileCodec.decodePopulation(ProfileCodec.encode(population)).value();
    assertThat(read.anomaly()).isEqualTo(population.anomaly());
    assertThat(new PopulationLearner(read).view().anomaly().isGrown()).isTrue();
  }

  @Test
  @Tag("A4")
  void readsWhatWasWrittenBeforeSamplesWereKept() {
    String now = new String(ProfileCodec.encode(REGULAR), StandardCharsets.UTF_8);
    String before =
        now.replaceFirst("\"v\":\\d+", "\"v\":1").replaceFirst(",\"anomaly\":\\{[^}]*}", "");
    assertThat(before).doesNotContain("anomaly");
    ProfileCodec.Decoded<LoginProfile> decoded =
        ProfileCodec.decodeProfile(before.getBytes(StandardCharsets.UTF_8));
    assertThat(decoded.status()).isEqualTo(Status.READ);
    assertThat(decoded.value().logins()).isEqualTo(20);
    assertThat(decoded.value().anomaly()).isEqualTo(LoginProfile.EMPTY.anomaly());
  }

  @Test
  @Tag("A4")
  void aSampleOfAnotherShapeIsLearntAnewAndOneThatIsNoSampleIsDamage() {
    String now = new String(ProfileCodec.encode(REGULAR), StandardCharsets.UTF_8);
    String other = now.replaceFirst("\"points\":\"[^\"]*\"", "\"points\":\"AAAA\"");
    ProfileCodec.Decoded<LoginProfile> read =
        ProfileCodec.decodeProfile(other.getBytes(StandardCharsets.UTF_8));
    assertThat(read.value().logins()).isEqualTo(20);
    assertThat(read.value().anomaly().size()).isZero();
    String damaged = now.replaceFirst("\"points\":\"[^\"]*\"", "\"points\":7");
    assertThat(ProfileCodec.decodeProfile(damaged.getBytes(StandardCharsets.UTF_8)).status())
        .isEqualTo(Status.DAMAGED);
  }

  @Test
  void writesAndReadsColdStartsAndPopulations() {
    assertThat(ProfileCodec.decodeProfile(ProfileCodec.encode(LoginProfile.EMPTY)).value())
        .isEqualTo(LoginProfile.EMPTY);
    assertThat(ProfileCodec.decodePopulation(ProfileCodec.encode(REALM)).value()).isEqualTo(REALM);
  }

  @Test
  @Tag("A9")
  void readsWhatWasWrittenBeforeTownsLanguagesAndRoundTrips() {
    String today = new String(ProfileCodec.encode(REGULAR), StandardCharsets.UTF_8);
    String before =
        today.replaceFirst("\"v\":\\d+", "\"v\":1").replaceFirst(",\"places\":.*}$", "}");
    ProfileCodec.Decoded<LoginProfile> decoded =
        ProfileCodec.decodeProfile(before.getBytes(StandardCharsets.UTF_8));
    assertThat(decoded.status()).isEqualTo(Status.READ);
    assertThat(decoded.value().logins()).isEqualTo(20);
    assertThat(decoded.value().places()).isEmpty();
    assertThat(decoded.value().languages()).isEmpty();
    assertThat(decoded.value().roundTrips()).isEqualTo(LoginProfile.RoundTrips.NONE);
  }

  @Test
  @Tag("A9")
  void learnsTownsAndLanguagesWhereThePlaceIsKnown() {
    LoginProfile profile = ProfileLearner.learn(REGULAR, ABROAD, MONDAY_NINE);
    assertThat(profile.places()).containsOnlyKeys("52.50,13.50", "-33.75,151.25");
    assertThat(profile.languages()).containsOnlyKeys("de", "en");
    LoginProfile nowhere =
        ProfileLearner.learn(
            LoginProfile.EMPTY, new RequestFacts(TOR, FIREFOX, "", null), MONDAY_NINE);
    assertThat(nowhere.places()).as("an exit of Tor is not where its user is").isEmpty();
    assertThat(nowhere.languages()).isEmpty();
  }

  @Test
  @Tag("A9")
  void learnsTheUsualRoundTripAndItsSpread() {
    LoginProfile profile = LoginProfile.EMPTY;
    for (double millis :
        new double[] {20, 40, 20, 40, Double.NaN, 0, -1, Double.POSITIVE_INFINITY}) {
      profile = ProfileLearner.learn(profile, AT_HOME, millis, MONDAY_NINE);
    }
    LoginProfile.RoundTrips trips = profile.roundTrips();
    assertThat(trips.weight()).as("four were measured").isEqualTo(4);
    assertThat(Math.exp(trips.mean())).isCloseTo(Math.sqrt(20 * 40), within(1e-9));
    assertThat(Math.sqrt(trips.variance())).isCloseTo(Math.log(2) / 2, within(1e-9));
    LoginProfile later =
        ProfileLearner.learn(profile, AT_HOME, MONDAY_NINE.plus(Duration.ofDays(90)));
    assertThat(later.roundTrips().weight()).isCloseTo(2, within(1e-9));
    LoginProfile read = ProfileCodec.decodeProfile(ProfileCodec.encode(profile)).value();
    assertThat(read.roundTrips().mean()).isCloseTo(trips.mean(), within(1e-4));
    assertThat(read.places()).isEqualTo(profile.places());
    assertThat(read.languages()).isEqualTo(profile.languages());
  }

  @Test
  void refusesANewerVersionAndSaysSo() {
    byte[] newer = "{\"v\":99,\"logins\":7}".getBytes(StandardCharsets.UTF_8);
    ProfileCodec.Decoded<LoginProfile> decoded = ProfileCodec.decodeProfile(newer);
    assertThat(decoded.value()).isSameAs(LoginProfile.EMPTY);
    assertThat(decoded.status()).isEqualTo(Status.UNKNOWN_VERSION);
    assertThat(ProfileCodec.decodeProfile(null).status()).isEqualTo(Status.ABSENT);
  }

  @Property
  void noDamagedBlobEverThrows(@ForAll int position, @ForAll byte replacement) {
    byte[] bytes = ProfileCodec.encode(REGULAR);
    bytes[Math.floorMod(position, bytes.length)] = replacement;
    assertThat(ProfileCodec.decodeProfile(bytes)).isNotNull();
    assertThat(ProfileCodec.decodePopulation(bytes)).isNotNull();
  }

  @Property
  void noBytesEverThrow(@ForAll byte[] bytes) {
    assertThat(ProfileCodec.decodeProfile(bytes)).isNotNull();
  }
}
