package io.flowshield.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.ml.signal.Signal;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A signal that fails takes nobody else with it. */
@Tag("A12")
class FeatureSetTest {

  private static Signal signal(String code, DoubleSupplier value, DoubleSupplier logOdds) {
    return new Signal() {
      @Override
      public String code() {
        return code;
      }

      @Override
      public float value(RiskContext context) {
        return (float) value.getAsDouble();
      }

      @Override
      public double logOdds(float given) {
        return logOdds.getAsDouble();
      }
    };
  }

  private static double fail() {
    throw new IllegalStateException("on purpose");
  }

  private static double missingLibrary() {
    throw new UnsatisfiedLinkError("on purpose");
  }

  private static final FeatureSet SET =
      new FeatureSet(
          "test",
          1,
          List.of(
              signal("FINE", () -> 3, () -> 0.5),
              signal("FAILS", FeatureSetTest::fail, () -> 0),
              signal("UNLINKED", FeatureSetTest::missingLibrary, () -> 0),
              signal("BAD_RULE", () -> 1, FeatureSetTest::fail),
              signal("NO_NUMBER", () -> 1, () -> Double.NaN),
              signal("ENDLESS", () -> 1, () -> Double.POSITIVE_INFINITY)));

  @Test
  void signalsThatFailAreMissingAndCounted() {
    FeatureVector vector = SET.of(Attempts.login(Attempts.AT_HOME));
    assertThat(vector.values()).containsExactly(3, Float.NaN, Float.NaN, 1, 1, 1);
    assertThat(SET.failures()).containsKeys("fails", "unlinked").doesNotContainKey("fine");
  }

  @Test
  void rulesThatFailAddNothing() {
    RuleScore score = RuleScore.of(SET, SET.of(Attempts.login(Attempts.AT_HOME)), name -> true);
    assertThat(score.logOdds()).isEqualTo(10.5);
    assertThat(score.reasons()).extracting(Reason::code).containsExactly("ENDLESS", "FINE");
    assertThat(SET.failures()).containsKeys("bad_rule", "no_number");
  }

  @Test
  void nothingIsAskedAfterTheDeadline() {
    FeatureVector vector = SET.of(Attempts.login(Attempts.AT_HOME), System.nanoTime() - 1);
    assertThat(vector.values()).containsOnly(Float.NaN);
  }
}
