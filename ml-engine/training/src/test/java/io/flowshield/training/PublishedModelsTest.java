package io.flowshield.training;

import static io.flowshield.testkit.attempt.Attempts.ABROAD;
import static io.flowshield.testkit.attempt.Attempts.CHROME;
import static io.flowshield.testkit.attempt.Attempts.CURL;
import static io.flowshield.testkit.attempt.Attempts.FIREFOX;
import static io.flowshield.testkit.attempt.Attempts.HOME;
import static io.flowshield.testkit.attempt.Attempts.HOSTING;
import static io.flowshield.testkit.attempt.Attempts.NOW;
import static io.flowshield.testkit.attempt.Attempts.PERSON;
import static io.flowshield.testkit.attempt.Attempts.QUIET;
import static io.flowshield.testkit.attempt.Attempts.TOR;
import static io.flowshield.testkit.attempt.Attempts.registrations;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.PopulationLearner;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.Network.Kind;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.ml.telemetry.Telemetry.Field;
import io.flowshield.ml.telemetry.Telemetry.Status;
import io.flowshield.ml.telemetry.Telemetry.Stroke;
import io.flowshield.testkit.attempt.Attempts;
import io.flowshield.testkit.attempt.Habit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the published models promise to a realm with default settings. The demo and the tests of the
 * whole server rest on these scores.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PublishedModelsTest {
  private static final double LOGIN_PREVALENCE = 0.01;
  private static final double REGISTRATION_PREVALENCE = 0.05;
  private static final double MEDIUM = 0.30;
  private static final double HIGH = 0.85;
  private static final double REFUSE = 0.85;

  private static final Network NOWHERE =
      new Network("a1", "192.0.2.0/24", 0, "", null, Kind.UNKNOWN);
  private static final Network ELSEWHERE_UNKNOWN =
      new Network("b2", "198.51.100.0/24", 0, "", null, Kind.UNKNOWN);
  private static final Network LOOPBACK =
      new Network("l0", "127.0.0.0/24", 0, "", null, Kind.PRIVATE);

  private static final Counters SPRAYED = new Counters(4, 60, 40, 3, 0, 80, 0, 3, 0, 1);

  /** Another network than yesterday. */
  private static final Counters NEXT_DAY = new Counters(0, 0, 0, 0, 0, 0, 0, 2, 0, 0);

  /** Another network than a little while ago, where a session is still open. */
  private static final Counters ELSEWHERE = new Counters(0, 0, 0, 0, 0, 0, 0, 2, 0, 1);

  private static RiskEngine engine;

  @BeforeAll
  static void open() {
    engine =
        RiskEngines.builder(Path.of("..", "..", "models")).budget(Duration.ofSeconds(20)).build();
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  private static Habit habit(Network network, int logins, Duration ago) {
    return Habit.daily(new RequestFacts(network, CHROME, "de", "d1"), logins, NOW.minus(ago));
  }

  private static double login(
      Habit learnt,
      Network network,
      UserAgent agent,
      @Nullable String device,
      Counters counters,
      Telemetry telemetry) {
    return login(Door.BROWSER_LOGIN, learnt, network, agent, device, counters, telemetry);
  }

  private static double login(
      Door door,
      Habit learnt,
      Network network,
      UserAgent agent,
      @Nullable String device,
      Counters counters,
      Telemetry telemetry) {
    RiskAssessment assessment =
        engine.assess(
            Attempts.firstLogin()
                .through(door)
                .asking(new RequestFacts(network, agent, "de", device))
                .habit(learnt)
                .counters(counters)
                .telemetry(telemetry)
                .facts(),
            LOGIN_PREVALENCE);
    assertThat(assessment.fallbackCause()).isEmpty();
    assertThat(assessment.model()).isEqualTo("login");
    return assessment.score();
  }

  private static double registration(
      Network network, RegistrationFacts facts, Counters counters, Telemetry telemetry) {
    RiskAssessment assessment =
        engine.assess(
            Attempts.signUp()
                .from(network)
                .form(facts)
                .counters(counters)
                .telemetry(telemetry)
                .facts(),
            REGISTRATION_PREVALENCE);
    assertThat(assessment.fallbackCause()).isEmpty();
    assertThat(assessment.model()).isEqualTo("registration");
    return assessment.score();
  }

  private static RegistrationFacts ordinary() {
    return Objects.requireNonNull(Attempts.signUp().facts().registration());
  }

  /** One of a sequence: an address that counts upwards under somebody else's name. */
  private static RegistrationFacts sequence() {
    return new RegistrationFacts("annabecker17", "annabecker17", "gmail.com", "Wei", "Olsen", "en")
        .withLookalikes(12);
  }

  static Stream<Telemetry> withAndWithoutTelemetry() {
    return Stream.of(PERSON, Telemetry.ABSENT);
  }

  @ParameterizedTest
  @MethodSource("withAndWithoutTelemetry")
  void a_first_login_from_an_ordinary_network_is_low(Telemetry telemetry) {
    Habit nobody = Habit.NONE;
    for (Network network : List.of(HOME, NOWHERE, LOOPBACK)) {
      assertThat(login(nobody, network, CHROME, null, QUIET, telemetry)).isLessThan(0.1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 60})
  void a_known_users_usual_login_is_very_low(int logins) {
    for (Network network : List.of(HOME, NOWHERE, LOOPBACK)) {
      Habit learnt = habit(network, logins, Duration.ofHours(22));
      for (Telemetry telemetry : List.of(PERSON, Telemetry.ABSENT)) {
        assertThat(login(learnt, network, CHROME, "d1", QUIET, telemetry)).isLessThan(0.05);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10})
  void another_country_with_another_device_the_next_day_is_about_medium(int logins) {
    Habit learnt = habit(HOME, logins, Duration.ofHours(22));
    for (Telemetry telemetry : List.of(PERSON, Telemetry.ABSENT)) {
      assertThat(login(learnt, ABROAD, FIREFOX, null, NEXT_DAY, telemetry)).isBetween(0.20, HIGH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 60})
  void another_country_with_another_device_weighs_at_least_twenty_usual_logins(int logins) {
    Habit learnt = habit(HOME, logins, Duration.ofHours(22));
    double usual = login(learnt, HOME, CHROME, "d1", QUIET, PERSON);
    double abroad = login(learnt, ABROAD, FIREFOX, null, ELSEWHERE, PERSON);
    assertThat(abroad).isGreaterThan(20 * usual);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 60})
  void impossible_travel_with_another_device_is_at_least_medium(int logins) {
    Habit learnt = habit(HOME, logins, Duration.ofMinutes(2));
    assertThat(login(learnt, ABROAD, FIREFOX, null, ELSEWHERE, PERSON)).isGreaterThan(MEDIUM);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void the_demos_user_in_another_country_of_unknown_place_seconds_later_is_medium(int logins) {
    LoginProfile profile = LoginProfile.EMPTY;
    PopulationLearner population = new PopulationLearner(Population.EMPTY);
    RequestFacts request = new RequestFacts(HOME, FIREFOX, "en", "d1");
    for (int i = logins; i > 0; i--) {
      profile = ProfileLearner.learn(profile, request, NOW.minusSeconds(5L * i));
      population.learn(request);
    }
    Network farAway = new Network("s1", "198.51.100.0/24", 64498, "BR", null, Kind.ACCESS);
    for (Telemetry telemetry : List.of(PERSON, Telemetry.ABSENT)) {
      assertThat(
              login(
                  new Habit(profile, population.copy()),
                  farAway,
                  CHROME,
                  null,
                  ELSEWHERE,
                  telemetry))
          .isBetween(MEDIUM, HIGH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 60})
  void an_attack_is_high(int logins) {
    Habit learnt = habit(HOME, logins, Duration.ofMinutes(30));
    for (Network network : List.of(TOR, HOSTING)) {
      for (UserAgent agent : List.of(CURL, FIREFOX)) {
        assertThat(login(learnt, network, agent, null, SPRAYED, Telemetry.ABSENT))
            .isGreaterThanOrEqualTo(HIGH);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 60})
  void a_new_device_on_a_new_network_without_geo_data_is_not_high(int logins) {
    Habit learnt = habit(NOWHERE, logins, Duration.ofHours(22));
    for (Telemetry telemetry : List.of(PERSON, Telemetry.ABSENT)) {
      assertThat(login(learnt, ELSEWHERE_UNKNOWN, FIREFOX, null, QUIET, telemetry))
          .isLessThan(HIGH);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 60})
  void a_new_device_at_home_or_the_known_device_abroad_is_low(int logins) {
    Habit learnt = habit(HOME, logins, Duration.ofHours(22));
    assertThat(login(learnt, HOME, FIREFOX, null, QUIET, PERSON)).isLessThan(MEDIUM);
    assertThat(login(learnt, ABROAD, CHROME, "d1", QUIET, PERSON)).isLessThan(MEDIUM);
  }

  @Test
  void two_typos_on_a_known_device_are_low() {
    Habit learnt = habit(HOME, 10, Duration.ofHours(22));
    Counters typos = new Counters(2, 2, 1, 1, 0, 2, 0, 1, 0, 0);
    assertThat(login(learnt, HOME, CHROME, "d1", typos, PERSON)).isLessThan(MEDIUM);
  }

  @Test
  void a_direct_grant_from_a_known_network_is_low() {
    Habit learnt = habit(HOME, 10, Duration.ofHours(22));
    assertThat(login(Door.DIRECT_GRANT, learnt, HOME, CURL, null, QUIET, Telemetry.ABSENT))
        .isLessThan(MEDIUM);
  }

  @ParameterizedTest
  @MethodSource("withAndWithoutTelemetry")
  void an_ordinary_registration_is_low(Telemetry telemetry) {
    for (Network network : List.of(HOME, NOWHERE, LOOPBACK)) {
      assertThat(registration(network, ordinary(), registrations(1), telemetry)).isLessThan(MEDIUM);
    }
  }

  @ParameterizedTest
  @MethodSource("withAndWithoutTelemetry")
  void a_burst_alone_is_medium_and_a_class_that_signs_up_together_is_not(Telemetry telemetry) {
    assertThat(registration(HOME, ordinary(), registrations(20), telemetry))
        .isBetween(MEDIUM, REFUSE);
    assertThat(registration(HOME, ordinary(), registrations(8), telemetry)).isLessThan(MEDIUM);
  }

  @ParameterizedTest
  @MethodSource("withAndWithoutTelemetry")
  void twelve_look_alikes_under_other_names_from_one_address_are_rolled_back(Telemetry telemetry) {
    for (Network network : List.of(HOME, NOWHERE, LOOPBACK)) {
      assertThat(registration(network, sequence(), registrations(13), telemetry))
          .isGreaterThanOrEqualTo(0.70);
    }
  }

  @ParameterizedTest
  @MethodSource("withAndWithoutTelemetry")
  void a_burst_of_disposable_random_addresses_from_a_data_centre_is_refused(Telemetry telemetry) {
    RegistrationFacts facts =
        new RegistrationFacts("x7k2q9vb4", "x7k2q9vb4", "mailinator.com", "Qwrt", "Zxcvb", "en")
            .withLookalikes(14);
    assertThat(registration(HOSTING, facts, registrations(15), telemetry))
        .isGreaterThanOrEqualTo(0.90);
  }

  /** As a headless browser pours text into the form of an ordinary home line. */
  @Test
  void a_program_that_admits_itself_is_refused_at_registration() {
    List<Field> poured = new ArrayList<>();
    for (String field : List.of("username", "email", "firstName", "lastName", "password")) {
      List<Stroke> strokes = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        strokes.add(new Stroke(i == 0 ? 0 : 3 + i % 2, 1));
      }
      poured.add(new Field(field, strokes, 0, false, 0));
    }
    Telemetry program = new Telemetry(Status.PRESENT, 400, poured, 0, 0, true);
    for (Network network : List.of(HOME, NOWHERE)) {
      assertThat(registration(network, ordinary(), registrations(1), program))
          .isGreaterThanOrEqualTo(REFUSE);
    }
  }
}
