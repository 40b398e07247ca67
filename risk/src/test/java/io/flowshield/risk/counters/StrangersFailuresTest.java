package io.flowshield.risk.counters;

import static io.flowshield.testkit.attempt.Attempts.ABROAD;
import static io.flowshield.testkit.attempt.Attempts.CHROME;
import static io.flowshield.testkit.attempt.Attempts.HOME;
import static io.flowshield.testkit.attempt.Attempts.NOW;
import static io.flowshield.testkit.attempt.Attempts.USUAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.Network.Location;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.testkit.attempt.Attempts;
import io.flowshield.testkit.attempt.Habit;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final Network CAFE =
      new Network("k1", "203.0.113.0/24", 64501, "DE", new Location(52.50, 13.42), Kind.ACCESS);

  private static RiskEngine engine;

  private final MemoryCounterStore store = new MemoryCounterStore();
  private final Habit habit = Habit.daily(USUAL, 10, NOW.minus(Duration.ofDays(1)));

  StrangersFailuresTest() {
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
            USUAL,
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
            Attempts.firstLogin()
                .through(door)
                .asking(request)
                .habit(habit)
                .counters(
                    store.snapshot(REALM, VICTIM, network.addressKey(), network.prefix(), NOW))
                .facts(),
            PREVALENCE);
    assertThat(assessment.fallbackCause()).isEmpty();
    return assessment;
  }
}
