package io.flowshield.risk.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.FeatureSchema;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.Odds;
import io.flowshield.ml.Reason;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.context.RiskContext;
import io.flowshield.testkit.attempt.Attempts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("C16")
@Timeout(60)
class CustomSignalsTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final RiskContext FACTS = Attempts.login().facts();

  private record Signal(String getId, Direction direction, Function<Attempt, Double> answer)
      implements CustomSignal {
    @Override
    public String text(Locale locale) {
      throw new IllegalStateException("no text");
    }

    @Override
    public Set<String> attributes() {
      return Set.of("wanted");
    }

    @Override
    public double value(Attempt attempt) {
      return answer.apply(attempt);
    }
  }

  private static Signal raises(String id, Function<Attempt, Double> answer) {
    return new Signal(id, CustomSignal.Direction.RAISES, answer);
  }

  private static FeatureVector ask(CustomSignals signals) {
    return signals.ask("realm", "user", name -> List.of(name + "-value"), FACTS);
  }

  private static Map<String, Long> failures(CustomSignals signals, int index) {
    return signals.status(Locale.ENGLISH).get(index).failures();
  }

  @Test
  void eachIsAskedWithTheAttributesItWantsAndSortedById() {
    try (CustomSignals signals =
        new CustomSignals(
            List.of(
                raises("second", attempt -> 0.25),
                raises("a-first", attempt -> attempt.attributes().size() == 1 ? 1.0 : 0.0)),
            LONG)) {
      FeatureVector said = ask(signals);
      assertThat(said.schema().names()).containsExactly("custom_a_first", "custom_second");
      assertThat(said.values()).containsExactly(1f, 0.25f);
      assertThat(signals.failures()).isEmpty();
      assertThat(signals.status(Locale.ENGLISH).get(0).text()).isEmpty();
    }
  }

  @Test
  void whatThrowsOrLiesOutsideHasNoValueAndIsNotAskedAgainForAWhile() {
    try (CustomSignals signals =
        new CustomSignals(
            List.of(
                raises(
                    "error",
                    attempt -> {
                      throw new StackOverflowError();
                    }),
                raises("fine", attempt -> 0.5),
                raises("huge", attempt -> Double.POSITIVE_INFINITY),
                raises("unknown", attempt -> Double.NaN)),
            LONG)) {
      for (int i = 0; i < CircuitBreaker.MOST_FAILURES + 1; i++) {
        assertThat(ask(signals).values()).containsExactly(Float.NaN, 0.5f, Float.NaN, Float.NaN);
      }
      assertThat(failures(signals, 0)).containsEntry("THREW", 5L).containsEntry("PAUSED", 1L);
      assertThat(failures(signals, 1).values()).containsOnly(0L);
      assertThat(failures(signals, 2)).containsEntry("INVALID", 5L).containsEntry("PAUSED", 1L);
      assertThat(failures(signals, 3).values()).as("not to know is no failure").containsOnly(0L);
      assertThat(signals.failures())
          .isEqualTo(Map.of("custom/custom_error", 6L, "custom/custom_huge", 6L));
      assertThat(signals.status(Locale.ENGLISH))
          .extracting(CustomSignals.Status::paused)
          .containsExactly(true, false, true, false);
    }
  }

  @Test
  void nobodyWaitsForOneThatHangsAndItHoldsFewThreads() throws InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    try (CustomSignals signals =
        new CustomSignals(List.of(raises("hangs", attempt -> hang(end))), Duration.ofMillis(20))) {
      long start = System.nanoTime();
      for (int i = 0; i < CircuitBreaker.MOST_FAILURES + 3; i++) {
        assertThat(ask(signals).values()).containsExactly(Float.NaN);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(failures(signals, 0)).containsEntry("SLOW", 5L).containsEntry("PAUSED", 3L);
    } finally {
      end.countDown();
    }
  }

  /** Deaf to interruptions. */
  private static double hang(CountDownLatch end) {
    while (true) {
      try {
        end.await();
        return 1;
      } catch (InterruptedException e) {
        continue;
      }
    }
  }

  @Test
  void anAttributeThatCannotBeReadIsCountedAndNoFaultOfTheSignals() {
    try (CustomSignals signals = new CustomSignals(List.of(raises("a", attempt -> 1.0)), LONG)) {
      for (int i = 0; i < 20; i++) {
        FeatureVector said =
            signals.ask(
                "realm",
                "user",
                name -> {
                  throw new IllegalStateException("directory is down");
                },
                FACTS);
        assertThat(said.values()).containsExactly(Float.NaN);
      }
      assertThat(ask(signals).values()).containsExactly(1f);
    }
  }

  @Test
  void oneThatCannotSayWhoItIsIsLeftOut() {
    try (CustomSignals signals =
        new CustomSignals(
            List.of(
                raises("No Id", attempt -> 1.0),
                raises("twice-1", attempt -> 1.0),
                raises("twice-1", attempt -> 0.0)),
            LONG)) {
      assertThat(ask(signals).schema().names()).containsExactly("custom_twice_1");
    }
  }

  private static RiskAssessment judged(double score, double... values) {
    RiskAssessment own =
        new RiskAssessment(
            score,
            List.of(new Reason("NEW_DEVICE", 1.5), new Reason("FALLBACK", 0)),
            "login",
            "2",
            null,
            new FeatureVector(
                new FeatureSchema("login", 2, List.of("new_device")), new float[] {1}),
            7);
    float[] said = new float[values.length];
    for (int i = 0; i < said.length; i++) {
      said[i] = (float) values[i];
    }
    return CustomSignals.record(
        own,
        new FeatureVector(
            new FeatureSchema("custom", 1, List.of("custom_a", "custom_b", "custom_low")), said));
  }

  private static RiskAssessment weighed(RiskAssessment judged, Map<String, Double> weights) {
    try (CustomSignals signals =
        new CustomSignals(
            List.of(
                raises("a", attempt -> 0.0),
                raises("b", attempt -> 0.0),
                new Signal("low", CustomSignal.Direction.LOWERS, attempt -> 0.0)),
            LONG)) {
      return signals.weigh(judged, weights);
    }
  }

  private static double shift(RiskAssessment judged, Map<String, Double> weights) {
    return Odds.logit(weighed(judged, weights).score()) - Odds.logit(judged.score());
  }

  @Test
  void whatTheySayIsRecordedBehindTheNumbersOfTheModel() {
    FeatureVector vector = judged(0.1, 1, Double.NaN, 0).vector();
    assertThat(vector.schema().id()).isEqualTo("login-v2");
    assertThat(vector.schema().names())
        .containsExactly("new_device", "custom_a", "custom_b", "custom_low");
    assertThat(vector.values()).containsExactly(1f, 1f, Float.NaN, 0f);
  }

  @Test
  void withoutAWeightNothingMoves() {
    RiskAssessment judged = judged(0.1, 1, 1, 1);
    assertThat(weighed(judged, Map.of())).isSameAs(judged);
    assertThat(weighed(judged, Map.of("a", 0.0, "gone", 3.0))).isSameAs(judged);
  }

  @Test
  void theOddsMoveByWeightTimesValueWithinBounds() {
    assertThat(shift(judged(0.1, 0.5, 1, 0), Map.of("a", 2.0))).isCloseTo(1, within(1e-6));
    assertThat(shift(judged(0.1, 0.5, 1, 0), Map.of("a", 2.0, "b", 0.5)))
        .isCloseTo(1.5, within(1e-6));
    assertThat(shift(judged(0.1, 1, 1, 0), Map.of("a", 3.0, "b", 3.0)))
        .isCloseTo(CustomSignals.MOST_UP, within(1e-6));
    assertThat(shift(judged(0.1, 0, 0, 1), Map.of("low", 3.0)))
        .isCloseTo(-CustomSignals.MOST_DOWN, within(1e-6));
    assertThat(shift(judged(0.1, 1, 0, 0.5), Map.of("a", 2.0, "low", 1.0)))
        .isCloseTo(1.5, within(1e-6));
    assertThat(shift(judged(0.1, Double.NaN, 0, 0), Map.of("a", 3.0))).isZero();
  }

  @Test
  void whatRaisedIsAReasonInItsPlace() {
    assertThat(weighed(judged(0.1, 1, 0.5, 1), Map.of("a", 2.0, "b", 1.0, "low", 1.0)).reasons())
        .containsExactly(
            new Reason("CUSTOM_A", 2),
            new Reason("NEW_DEVICE", 1.5),
            new Reason("CUSTOM_B", 0.5),
            new Reason("FALLBACK", 0));
    assertThat(weighed(judged(0.1, 1, 1, 0), Map.of("a", 3.0, "b", 3.0)).reasons())
        .as("shares of what was added")
        .contains(new Reason("CUSTOM_A", 1.5), new Reason("CUSTOM_B", 1.5));
  }
}
