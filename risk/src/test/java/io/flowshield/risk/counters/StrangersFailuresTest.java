package io.flowshield.risk.counters;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Location;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import io.flowshield.ml.telemetry.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What ten thousand wrong passwords from elsewhere do to a user, as the published model sees it.
 */
@Tag("C2")
class StrangersFailuresTest {
  private static final int FAILURES = 10_000;
  private static final double PREVALENCE = 0.01;
  private static final String REALM = "realm";
  private static final String VICTIM = "victim";
  private static final Instant NOW = Instant.parse("2026-03-10T09:30:00Z");
  private static final UserAgent CHROME =
      new UserAgent(DeviceClass.DESKTOP, "Windows 10", "Chrome", "Chrome 131");
  private static final Network HOME =
      new Network("h1", "192.0.2.0/24", 64500, "DE", new Location(52.52, 13.40), Kind.ACCESS);
  private static final Network CAFE =
      new Network("k1", "203.0.113.0/24", 64501, "DE", new Location(52.50, 13.42), Kind.ACCESS);
  private static final Network ABROAD =
      new Network("b1", "198.51.100.0/24", 64510, "PT", new Location(38.72, -9.14), Kind.ACCESS);

  private static RiskEngine engine;

  private final MemoryCounterStore store = new MemoryCounterStore();
  private final LoginProfile profile;
  private final Population population;

  StrangersFailuresTest() {
    LoginProfile learnt = LoginProfile.EMPTY;
    PopulationLearner learner = new PopulationLearner(Population.EMPTY);
    for (int day = 10; day >= 1; day--) {
      RequestFacts request = new RequestFacts(HOME, CHROME, "de", "laptop");
      learnt = ProfileLearner.learn(learnt, request, NOW.minus(Duration.ofDays(day)));
      learner.learn(request);
    }
    profile = learnt;
    population = learner.copy();
    store.loginCompleted(REALM, VICTIM, HOME.prefix(), null, NOW.minus(Duration.ofHours(2)));
  }

  @BeforeAll
  static void open() {
    engine = RiskEngines.builder(Path.of("..", "models")).budget(Duration.ofSeconds(20)).build();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @Test
  void a_login_from_a_familiar_device_or_network_scores_what_it_scored_before() {
    List<RequestFacts> familiar =
        List.of(
            new RequestFacts(HOME, CHROME, "de", "laptop"),
            new RequestFacts(CAFE, CHROME, "de", "laptop"),
            new RequestFacts(HOME, CHROME, "de", null));
    List<RiskAssessment> before = familiar.stream().map(this::login).toList();
    RiskAssessment grantBefore = grant();
    attack();
    for (int i = 0; i < familiar.size(); i++) {
      RiskAssessment after = login(familiar.get(i));
      assertThat(after.vector()).as("numbers").isEqualTo(before.get(i).vector());
      assertThat(after.score()).isEqualTo(before.get(i).score());
    }
    assertThat(grant().score()).as("a program at home").isEqualTo(grantBefore.score());
  }

  @Test
  void a_login_from_where_the_user_has_never_been_scores_more() {
    RequestFacts stranger = new RequestFacts(ABROAD, CHROME, "de", null);
    double before = login(stranger).score();
    attack();
    assertThat(login(stranger).score()).isGreaterThan(before);
  }

  @Test
  void who_fails_at_the_users_own_network_is_counted_there() {
    RequestFacts atHome = new RequestFacts(HOME, CHROME, "de", null);
    double before = login(atHome).score();
    for (int i = 0; i < 40; i++) {
      store.loginFailed(REALM, VICTIM, HOME.addressKey(), HOME.prefix(), NOW);
    }
    assertThat(login(atHome).score()).isGreaterThan(before);
  }

  /** Four from each of many addresses, over ten minutes. */
  private void attack() {
    for (int i = 0; i < FAILURES; i++) {
      int address = i / 4;
      store.loginFailed(
          REALM,
          VICTIM,
          "attacker" + address,
          "198." + (18 + address / 256) + '.' + address % 256 + ".0/24",
          NOW.minusMillis(600L * 1000 * (FAILURES - i) / FAILURES));
    }
  }

  private RiskAssessment login(RequestFacts request) {
    return judged(Door.BROWSER_LOGIN, request);
  }

  private RiskAssessment grant() {
    return judged(Door.DIRECT_GRANT, new RequestFacts(HOME, CHROME, "de", null));
  }

  private RiskAssessment judged(Door door, RequestFacts request) {
    Network network = request.network();
    RiskAssessment assessment =
        engine.assess(
            new RiskContext(
                NOW,
                door,
                request,
                new ClientFacts("portal", false),
                profile,
                population,
                store.snapshot(REALM, VICTIM, network.addressKey(), network.prefix(), NOW),
                Telemetry.ABSENT,
                null),
            PREVALENCE);
    assertThat(assessment.fallbackCause()).isEmpty();
    return assessment;
  }
}
