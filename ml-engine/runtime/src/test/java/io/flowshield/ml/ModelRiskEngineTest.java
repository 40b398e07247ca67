package io.flowshield.ml;

import static io.flowshield.ml.Attempts.ABROAD;
import static io.flowshield.ml.Attempts.AT_HOME;
import static io.flowshield.ml.Attempts.MONDAY_NINE;
import static io.flowshield.ml.Attempts.REGULAR;
import static io.flowshield.ml.Attempts.login;
import static io.flowshield.ml.Attempts.registration;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.context.Counters;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.model.XgboostModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRiskEngineTest {
  private static final double PREVALENCE = 0.01;

  @TempDir static Path published;
  @TempDir Path models;

  @BeforeAll
  static void publish() throws IOException {
    TinyModels.publishBoth(published);
  }

  private static RiskEngine open(Path models) {
    // Long enough for a machine that does other things; the time budget has its own test.
    return RiskEngines.builder(models)
        .trust(ModelTrust.HASHES_ONLY)
        .budget(Duration.ofSeconds(5))
        .build();
  }

  private static List<String> codes(RiskAssessment assessment) {
    return assessment.reasons().stream().map(Reason::code).toList();
  }

  @Test
  void aModelJudgesALoginAndExplainsIt() {
    try (RiskEngine engine = open(published)) {
      RiskAssessment home = engine.assess(login(AT_HOME), PREVALENCE);
      RiskAssessment abroad = engine.assess(login(ABROAD), PREVALENCE);
      assertThat(abroad.fallbackCause()).isEmpty();
      assertThat(abroad.model()).isEqualTo("login");
      assertThat(abroad.modelVersion()).isEqualTo("1");
      assertThat(abroad.score()).isGreaterThan(home.score());
      assertThat(codes(abroad)).contains("IMPOSSIBLE_TRAVEL", "NEW_DEVICE").hasSize(6);
      assertThat(abroad.reasons()).allMatch(reason -> reason.contribution() > 0);
      assertThat(abroad.reasons())
          .isSortedAccordingTo((a, b) -> Double.compare(b.contribution(), a.contribution()));
      assertThat(codes(home)).doesNotContain("NEW_COUNTRY", "NEW_DEVICE", "IMPOSSIBLE_TRAVEL");
      assertThat(engine.health().models())
          .filteredOn(model -> model.state().equals(EngineHealth.Model.READY))
          .extracting(EngineHealth.Model::name)
          .containsExactly("login", "registration");
      assertThat(engine.health().assessments()).isEqualTo(2);
    }
  }

  @Test
  void aModelJudgesARegistration() {
    try (RiskEngine engine = open(published)) {
      RiskAssessment assessment =
          engine.assess(registration("a8f3k2m9x7", "mailinator.com", Counters.NONE), 0.05);
      assertThat(assessment.model()).isEqualTo("registration");
      assertThat(codes(assessment)).contains("DISPOSABLE_EMAIL");
    }
  }

  @Test
  void exchangesThePriorForTheRealmsOwn() {
    try (RiskEngine engine = open(published)) {
      double rare = engine.assess(login(ABROAD), 0.01).score();
      double common = engine.assess(login(ABROAD), 0.2).score();
      assertThat(Odds.logit(common) - Odds.logit(rare))
          .isCloseTo(Odds.logit(0.2) - Odds.logit(0.01), within(1e-4));
    }
  }

  @Test
  void judgesRecordedNumbersLikeTheFactsTheyCameFrom() {
    try (RiskEngine engine = open(published)) {
      RiskAssessment first = engine.assess(login(ABROAD), PREVALENCE);
      FeatureSchema reordered =
          new FeatureSchema("login", 1, first.vector().schema().names().stream().sorted().toList());
      float[] values = new float[reordered.names().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = first.vector().get(reordered.names().get(i));
      }
      assertThat(engine.assess(first.vector(), PREVALENCE).score()).isEqualTo(first.score());
      assertThat(engine.assess(new FeatureVector(reordered, values), PREVALENCE).score())
          .isEqualTo(first.score());
    }
  }

  @Test
  void threadsAgree() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (RiskEngine engine = open(published)) {
      double expected = engine.assess(login(ABROAD), PREVALENCE).score();
      List<Future<Double>> scores = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        scores.add(threads.submit(() -> engine.assess(login(ABROAD), PREVALENCE).score()));
      }
      for (Future<Double> score : scores) {
        assertThat(score.get()).isEqualTo(expected);
      }
      assertThat(engine.health().fallbacks().values()).allMatch(count -> count == 0);
    } finally {
      threads.shutdownNow();
    }
  }

  private void assertRulesJudge(FallbackCause cause) {
    try (RiskEngine engine = open(models)) {
      RiskAssessment abroad = engine.assess(login(ABROAD), PREVALENCE);
      assertThat(abroad.fallbackCause()).contains(cause.name());
      assertThat(abroad.model()).isEqualTo("rules");
      assertThat(codes(abroad)).contains("NEW_COUNTRY", "NEW_DEVICE").endsWith("FALLBACK");
      assertThat(abroad.score()).isBetween(0.3, 0.85);
      assertThat(engine.assess(login(AT_HOME), PREVALENCE).score()).isLessThan(0.05);
      assertThat(engine.health().fallbacks()).containsEntry(cause.name(), 2L);
      assertThat(engine.health().models().get(0).state()).isEqualTo(cause.name());
      assertThat(engine.health().isComplete()).isFalse();
    }
  }

  private Path publishLogin(int version) throws IOException {
    List<String> names = LoginFeatures.SCHEMA.names();
    return TinyModels.publish(models, "login", version, names, TinyModels.booster(names.size()));
  }

  @Test
  void rulesJudgeWithoutAModel() {
    assertRulesJudge(FallbackCause.MODEL_MISSING);
  }

  @Test
  void rulesJudgeWhenOneByteOfTheModelIsWrong() throws IOException {
    Path artifact = publishLogin(1).resolve(XgboostModel.BOOSTER);
    byte[] bytes = Files.readAllBytes(artifact);
    bytes[bytes.length / 2] ^= 1;
    Files.write(artifact, bytes);
    assertRulesJudge(FallbackCause.MODEL_DAMAGED);
  }

  @Test
  void rulesJudgeWhenTheModelIsCutOff() throws IOException {
    Path artifact = publishLogin(1).resolve(XgboostModel.BOOSTER);
    Files.write(artifact, new byte[0]);
    assertRulesJudge(FallbackCause.MODEL_DAMAGED);
  }

  @Test
  void rulesJudgeWhenMetadataIsMissing() throws IOException {
    Files.delete(publishLogin(1).resolve(ModelStore.METADATA));
    assertRulesJudge(FallbackCause.MODEL_DAMAGED);
  }

  @Test
  void rulesJudgeWhenTheArtifactIsNoBooster() throws IOException {
    TinyModels.publish(
        models, "login", 1, LoginFeatures.SCHEMA.names(), "not a booster at all".getBytes());
    assertRulesJudge(FallbackCause.MODEL_DAMAGED);
  }

  @Test
  void rulesJudgeWhenTheModelWantsFeaturesThatNobodyComputes() throws IOException {
    TinyModels.publish(
        models, "login", 1, List.of("new_device", "moon_phase"), TinyModels.booster(2));
    assertRulesJudge(FallbackCause.SCHEMA_MISMATCH);
  }

  @Test
  void rulesJudgeWhenSchemaAndBoosterDisagree() throws IOException {
    TinyModels.publish(
        models, "login", 1, List.of("new_device", "new_country"), TinyModels.booster(3));
    assertRulesJudge(FallbackCause.SCHEMA_MISMATCH);
  }

  @Test
  void rulesJudgeWhenTheTimeIsSpent() {
    try (RiskEngine engine =
        RiskEngines.builder(published)
            .trust(ModelTrust.HASHES_ONLY)
            .budget(Duration.ZERO)
            .build()) {
      RiskAssessment assessment = engine.assess(login(ABROAD), PREVALENCE);
      assertThat(assessment.fallbackCause()).contains("TIMEOUT");
      assertThat(engine.health().fallbacks()).containsEntry("TIMEOUT", 1L);
    }
  }

  @Test
  void rulesJudgeAfterTheEngineIsClosed() {
    RiskEngine engine = open(published);
    engine.close();
    assertThat(engine.assess(login(ABROAD), PREVALENCE).fallbackCause()).contains("MODEL_MISSING");
    engine.close();
  }

  @Test
  void numbersOfAnUnknownSchemaGiveThePrior() {
    try (RiskEngine engine = open(published)) {
      FeatureVector unknown =
          new FeatureVector(new FeatureSchema("weather", 1, List.of("rain")), new float[] {1});
      RiskAssessment assessment = engine.assess(unknown, PREVALENCE);
      assertThat(assessment.fallbackCause()).contains("SCHEMA_MISMATCH");
      assertThat(assessment.score()).isCloseTo(PREVALENCE, within(1e-9));
    }
  }

  @Test
  void theHighestVersionJudges() throws IOException {
    publishLogin(9);
    publishLogin(10);
    Files.createDirectories(models.resolve("fraud_detection/login/draft"));
    try (RiskEngine engine = open(models)) {
      assertThat(engine.assess(login(AT_HOME), PREVALENCE).modelVersion()).isEqualTo("10");
      EngineHealth.Model health = engine.health().models().get(0);
      assertThat(health.version()).isEqualTo("10");
      assertThat(health.sha256()).hasSize(64);
    }
  }

  @Test
  void signalsThatTheModelDoesNotKnowCountWithinLimits() throws IOException {
    TinyModels.publish(
        models, "login", 1, List.of("new_network", "new_browser"), TinyModels.booster(2));
    try (RiskEngine engine = open(models)) {
      FeatureVector vector = LoginFeatures.of(login(ABROAD));
      double with = engine.assess(vector, PREVALENCE).score();
      FeatureVector without = vector;
      for (String name : vector.schema().names()) {
        if (!name.equals("new_network") && !name.equals("new_browser")) {
          without = without.with(name, Float.NaN);
        }
      }
      double known = engine.assess(without, PREVALENCE).score();
      assertThat(Odds.logit(with) - Odds.logit(known)).isCloseTo(2.0, within(1e-4));
      assertThat(codes(engine.assess(vector, PREVALENCE))).contains("NEW_COUNTRY");
    }
  }

  @Test
  void aServerNeedNotWaitForTheModels() throws InterruptedException {
    try (RiskEngine engine =
        RiskEngines.builder(published)
            .trust(ModelTrust.HASHES_ONLY)
            .budget(Duration.ofSeconds(5))
            .loadInBackground()
            .build()) {
      RiskAssessment early = engine.assess(login(ABROAD), PREVALENCE);
      assertThat(early.score()).isBetween(0.0, 1.0);
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (engine.health().models().stream()
              .anyMatch(model -> model.state().equals(EngineHealth.Model.LOADING))
          && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      assertThat(engine.assess(login(ABROAD), PREVALENCE).fallbackCause()).isEmpty();
    }
  }

  @Test
  void rulesChallengeTwoStrongSignsAndRefuseAnAttack() {
    try (RiskEngine engine = open(models)) {
      // A prior of 0.01 is -4.6 in log-odds, the thresholds 0.30 and 0.85 are -0.85 and 1.73.
      Counters attack = new Counters(20, 40, 30, 6, 0, 200, 0);
      double score = engine.assess(login(ABROAD, REGULAR, attack, MONDAY_NINE), PREVALENCE).score();
      assertThat(score).isGreaterThan(0.95);
      // In the evening after a login in Berlin in the morning: all that is new at once.
      RiskContext allNew =
          login(ABROAD, REGULAR, Counters.NONE, MONDAY_NINE.minus(Duration.ofHours(14)));
      assertThat(engine.assess(allNew, PREVALENCE).score()).isBetween(0.30, 0.85);
      Counters burst = new Counters(0, 0, 0, 0, 9, 0, 9);
      assertThat(engine.assess(registration("anna", "example.org", Counters.NONE), 0.05).score())
          .isBetween(0.03, 0.05);
      assertThat(engine.assess(registration("anna", "mailinator.com", Counters.NONE), 0.05).score())
          .isBetween(0.30, 0.60);
      assertThat(engine.assess(registration("anna", "mailinator.com", burst), 0.05).score())
          .isGreaterThan(0.80);
    }
  }
}
