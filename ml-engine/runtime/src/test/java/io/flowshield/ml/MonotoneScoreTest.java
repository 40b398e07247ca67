package io.flowshield.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.signal.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.assertj.core.util.Files;

/** More evidence of fraud never lowers the score, whoever judges and whatever else is known. */
@Tag("A1")
class MonotoneScoreTest {
  private static final List<FeatureSet> SETS = List.of(LoginFeatures.SET, RegistrationFeatures.SET);

  private static RiskEngine rules;
  private static RiskEngine model;

  @BeforeContainer
  static void open() throws IOException {
    Path models = Files.newTemporaryFolder().toPath();
    rules = RiskEngines.builder(models).trust(ModelTrust.HASHES_ONLY).build();
    for (FeatureSet set : SETS) {
      TinyModels.publish(
          models, set.schema().name(), 1, set.schema().names(), TinyModels.monotoneBooster(set));
    }
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

  /** An attempt's numbers, one of which is then raised. */
  record Raise(FeatureSet set, float[] values, Signal signal, float from, float to) {
    FeatureVector with(float value) {
      return new FeatureVector(set.schema(), values).with(signal.name(), value);
    }

    @Override
    public String toString() {
      return signal.name() + " from " + from + " to " + to + " in " + with(from);
    }
  }

  @Property(tries = 3_000)
  void forRules(@ForAll("raises") Raise raise) {
    assertMonotone(rules, raise, "rules");
  }

  @Property(tries = 3_000)
  void forAModelThatWasTrainedSo(@ForAll("raises") Raise raise) {
    assertMonotone(model, raise, raise.set().schema().name());
  }

  private static void assertMonotone(RiskEngine engine, Raise raise, String judge) {
    RiskAssessment before = engine.assess(raise.with(raise.from()), 0.01);
    RiskAssessment after = engine.assess(raise.with(raise.to()), 0.01);
    assertThat(after.model()).isEqualTo(judge);
    if (raise.signal().monotone() > 0) {
      assertThat(after.score()).as(raise.toString()).isGreaterThanOrEqualTo(before.score());
    } else {
      assertThat(after.score()).as(raise.toString()).isLessThanOrEqualTo(before.score());
    }
  }

  @Provide
  Arbitrary<Raise> raises() {
    Arbitrary<Float> values =
        Arbitraries.oneOf(
            Arbitraries.floats().between(-3, 12),
            Arbitraries.of(0f, 1f, -1f, 100f, 5_000f, Float.POSITIVE_INFINITY));
    return Arbitraries.of(SETS)
        .flatMap(
            set -> {
              Stream<Signal> constrained =
                  set.signals().stream().filter(signal -> signal.monotone() != 0);
              Arbitrary<float[]> rows =
                  values
                      .injectNull(0.2)
                      .array(Float[].class)
                      .ofSize(set.signals().size())
                      .map(MonotoneScoreTest::row);
              return Combinators.combine(rows, Arbitraries.of(constrained.toList()), values, values)
                  .as(
                      (row, signal, a, b) ->
                          new Raise(set, row, signal, Math.min(a, b), Math.max(a, b)));
            });
  }

  private static float[] row(Float[] values) {
    float[] row = new float[values.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = values[i] == null ? Float.NaN : values[i];
    }
    return row;
  }
}
