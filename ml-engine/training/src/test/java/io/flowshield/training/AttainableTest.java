package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.ml.model.NativeLibraries;
import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import io.flowshield.training.simulation.InputMethod;
import io.flowshield.training.simulation.Traits;
import java.util.List;
import java.util.Random;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AttainableTest {
  private static final ModelSpec SPEC =
      new ModelSpec("registration", 1, false, RegistrationFeatures.SET, 0.05)
          .only(List.of("registration_burst", "time_on_page"));

  @BeforeAll
  static void load() {
    assertThat(NativeLibraries.load(null).status()).isEqualTo(NativeLibraries.Status.LOADED);
  }

  /** Of the frauds a share comes in a burst of ten; the others are like the honest ones. */
  private static Metrics.Rate attainable(double telling) throws XGBoostError {
    Random random = new Random(3);
    Traits traits = new Traits("europe", true, "desktop", "de", InputMethod.TYPING);
    Dataset dataset = new Dataset(2);
    for (int i = 0; i < 4000; i++) {
      boolean fraud = i % 2 == 0;
      AttackFamily family = fraud ? AttackFamily.PHONE_FARM : null;
      float burst = fraud && random.nextDouble() < telling ? 10 : 0;
      dataset.add(
          new float[] {burst, random.nextFloat()},
          new Example(family, HonestGroup.HOUSEHOLD, GeoDetail.FULL, traits, i / 100, i));
    }
    return Attainable.rate(SPEC, dataset, 0.01);
  }

  @Test
  void what_tells_is_caught_and_what_looks_honest_is_not() throws XGBoostError {
    assertThat(attainable(0.7).value()).isBetween(0.67, 0.74);
  }

  @Test
  void nothing_but_chance_is_caught_where_nothing_tells() throws XGBoostError {
    assertThat(attainable(0).value()).isLessThan(0.03);
  }
}
