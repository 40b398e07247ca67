package io.flowshield.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.context.AccountFacts;
import io.flowshield.ml.context.ClientFacts;
import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.Door;
import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.profile.LoginProfile;
import io.flowshield.ml.profile.Population;
import io.flowshield.ml.profile.ProfileLearner;
import io.flowshield.ml.request.ClientHints;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import io.flowshield.ml.request.UserAgent;
import io.flowshield.ml.signal.Signal;
import io.flowshield.ml.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.assertj.core.util.Files;

/** Whatever the facts are, there is a score, and no exception. */
class AnyAttemptTest {
  private static final Set<String> CODES =
      Stream.of(LoginFeatures.SET, RegistrationFeatures.SET)
          .flatMap(set -> set.signals().stream())
          .map(Signal::code)
          .filter(code -> !code.isEmpty())
          .collect(Collectors.toSet());

  private static RiskEngine rules;
  private static RiskEngine model;

  @BeforeContainer
  static void open() throws IOException {
    Path models = Files.newTemporaryFolder().toPath();
    rules = RiskEngines.builder(models).trust(ModelTrust.HASHES_ONLY).build();
    TinyModels.publishBoth(models);
    model =
        RiskEngines.builder(models)
            .trust(ModelTrust.HASHES_ONLY)
            .budget(Duration.ofSeconds(5))
            .build();
  }

  @AfterContainer
  static void close() {
    rules.close();
    model.close();
  }

  @Property(tries = 500)
  void isJudgedByRules(@ForAll("attempts") RiskContext context, @ForAll double prevalence) {
    assertSound(rules.assess(context, prevalence));
  }

  @Property(tries = 500)
  void isJudgedByAModel(@ForAll("attempts") RiskContext context, @ForAll double prevalence) {
    RiskAssessment assessment = model.assess(context, prevalence);
    assertSound(assessment);
    assertThat(assessment.fallbackCause()).isEmpty();
  }

  private static void assertSound(RiskAssessment assessment) {
    assertThat(assessment.score()).isBetween(0.0, 1.0);
    assertThat(assessment.reasons()).hasSizeLessThanOrEqualTo(7);
    assertThat(assessment.reasons())
        .allMatch(reason -> CODES.contains(reason.code()) || reason.code().equals("FALLBACK"));
    assertThat(assessment.reasons()).allMatch(reason -> reason.contribution() >= 0);
    assertThat(assessment.latencyMicros()).isNotNegative();
  }

  @Provide
  Arbitrary<RiskContext> attempts() {
    Arbitrary<Instant> times =
        Arbitraries.oneOf(
            Arbitraries.of(Instant.MIN, Instant.MAX, Instant.EPOCH),
            Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond));
    Arbitrary<Integer> counts =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 50),
            Arbitraries.of(Integer.MIN_VALUE, -1, Integer.MAX_VALUE));
    Arbitrary<Counters> counters =
        counts
            .list()
            .ofSize(10)
            .map(
                n ->
                    new Counters(
                        n.get(0), n.get(1), n.get(2), n.get(3), n.get(4), n.get(5), n.get(6),
                        n.get(7), n.get(8), n.get(9)));
    return Combinators.combine(
            times,
            Arbitraries.of(Door.class),
            requests(),
            profiles(),
            counters,
            telemetry(),
            forms())
        .as(
            (time, door, request, profile, counted, reported, form) ->
                new RiskContext(
                    time,
                    door,
                    request,
                    new ClientFacts("app", counted.userFailures() > 10),
                    profile,
                    Population.EMPTY,
                    counted,
                    reported,
                    door.isLogin() ? null : form,
                    counted.userFailures() > 5
                        ? new AccountFacts(AccountFacts.Privilege.SENSITIVE)
                        : AccountFacts.UNKNOWN));
  }

  private static Arbitrary<RequestFacts> requests() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(8);
    Arbitrary<Double> degrees = Arbitraries.of(-90.0, 0.0, 52.5, Double.NaN, 1e308, -1e308);
    Arbitrary<Network> networks =
        Combinators.combine(
                text, text, Arbitraries.longs(), text, degrees, Arbitraries.of(Network.Kind.class))
            .as(
                (key, prefix, asn, country, degree, kind) ->
                    new Network(
                        key,
                        prefix,
                        asn,
                        country,
                        new Network.Location(degree, -degree),
                        kind,
                        (int) asn.longValue(),
                        Network.Listing.DENIED));
    Arbitrary<UserAgent> agents =
        Combinators.combine(Arbitraries.of(UserAgent.DeviceClass.class), text, text, text)
            .as(UserAgent::new);
    Arbitrary<ClientHints> hints =
        Combinators.combine(
                Arbitraries.of(ClientHints.Status.class), text, Arbitraries.of(true, false))
            .as(
                (status, platform, mobile) ->
                    new ClientHints(status, Map.of("Chromium", -1), platform, mobile));
    return Combinators.combine(networks, agents, text, text.injectNull(0.5), hints)
        .as(RequestFacts::new);
  }

  private static Arbitrary<LoginProfile> profiles() {
    LoginProfile broken =
        new LoginProfile(
            -1,
            Instant.MAX,
            new LoginProfile.LastLogin(Instant.MIN, "", Double.NaN, 7e300),
            Map.of("a", Double.NaN),
            Map.of("b", Double.POSITIVE_INFINITY),
            Map.of("c", -4.0),
            Map.of(),
            Map.of(),
            Map.of("", 0.0),
            Map.of(),
            Map.of(),
            Collections.nCopies(3, Double.NaN),
            Map.of("", 1.0, "nowhere", 1.0, "1e999,NaN", Double.NaN),
            Map.of("", Double.NaN),
            new LoginProfile.RoundTrips(Double.NaN, Double.POSITIVE_INFINITY, -1),
            TypingHabits.NONE,
            LoginProfile.EMPTY.anomaly());
    Arbitrary<LoginProfile> learnt =
        requests()
            .list()
            .ofMinSize(1)
            .ofMaxSize(30)
            .map(
                requests -> {
                  LoginProfile profile = LoginProfile.EMPTY;
                  for (int i = 0; i < requests.size(); i++) {
                    profile =
                        ProfileLearner.learn(
                            profile, requests.get(i), Instant.ofEpochSecond(i * 90_000L));
                  }
                  return profile;
                });
    return Arbitraries.oneOf(learnt, Arbitraries.of(broken, LoginProfile.EMPTY));
  }

  private static Arbitrary<Telemetry> telemetry() {
    Arbitrary<Integer> millis =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, 400), Arbitraries.of(0, Integer.MAX_VALUE, -5));
    Arbitrary<Telemetry.Field> fields =
        Combinators.combine(
                Combinators.combine(millis, millis).as(Telemetry.Stroke::new).list().ofMaxSize(20),
                Arbitraries.of(0, 1),
                Arbitraries.of(true, false))
            .as((strokes, pastes, filled) -> new Telemetry.Field("f", strokes, pastes, filled, 0));
    return Arbitraries.oneOf(
        Arbitraries.of(Telemetry.ABSENT, Telemetry.INVALID),
        Combinators.combine(millis, fields.list().ofMaxSize(3), Arbitraries.of(true, false))
            .as(
                (time, typed, scripted) ->
                    new Telemetry(Telemetry.Status.PRESENT, time, typed, 0, 0, scripted, time)));
  }

  private static Arbitrary<RegistrationFacts> forms() {
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(100);
    return Combinators.combine(text, text, text, text, text, text).as(RegistrationFacts::new);
  }
}
