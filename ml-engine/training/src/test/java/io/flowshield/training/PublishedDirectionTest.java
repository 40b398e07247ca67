package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.FeatureSet;
import io.flowshield.ml.FeatureVector;
import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.RiskAssessment;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.signal.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a signal says of its direction holds for the score of the published models. */
@Tag("A1")
class PublishedDirectionTest {
  private static final int ROWS = 300;

  @Test
  void moreEvidenceNeverLowersTheScore() {
    try (RiskEngine engine =
        RiskEngines.builder(Path.of("../../models")).budget(Duration.ofSeconds(5)).build()) {
      for (FeatureSet set : List.of(LoginFeatures.SET, RegistrationFeatures.SET)) {
        Random random = new Random(6);
        for (int i = 0; i < ROWS; i++) {
          FeatureVector row = row(set, random);
          for (Signal signal : set.signals()) {
            if (signal.monotone() != 0) {
              assertDirection(engine, row, signal, value(random), value(random));
            }
          }
        }
      }
    }
  }

  private static void assertDirection(
      RiskEngine engine, FeatureVector row, Signal signal, float a, float b) {
    FeatureVector less = row.with(signal.name(), Math.min(a, b));
    FeatureVector more = row.with(signal.name(), Math.max(a, b));
    RiskAssessment before = engine.assess(less, 0.01);
    RiskAssessment after = engine.assess(more, 0.01);
    assertThat(after.fallbackCause()).isEmpty();
    assertThat(0.0 + signal.monotone() * (after.score() - before.score()))
        .as("%s in %s and in %s", signal.name(), less, more)
        .isNotNegative();
  }

  private static FeatureVector row(FeatureSet set, Random random) {
    float[] values = new float[set.signals().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(5) == 0 ? Float.NaN : value(random);
    }
    return new FeatureVector(set.schema(), values);
  }

  /** Shares, counts and distances: what thresholds of trees lie between. */
  private static float value(Random random) {
    return (float) (random.nextGaussian() * Math.pow(10, random.nextInt(4)) / 5);
  }
}
