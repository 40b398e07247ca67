package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import io.flowshield.training.simulation.InputMethod;
import io.flowshield.training.simulation.Traits;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetricsTest {
  private static final Traits TRAITS =
      new Traits("europe", true, "desktop", "de", InputMethod.TYPING);

  /** As many rows, fraud where true. */
  private static Dataset labels(boolean... frauds) {
    Dataset dataset = new Dataset(1);
    for (boolean fraud : frauds) {
      AttackFamily family = fraud ? AttackFamily.NAIVE_FOREIGN : null;
      dataset.add(
          new float[] {0},
          new Example(family, HonestGroup.HOUSEHOLD, GeoDetail.FULL, TRAITS, 0, 0));
    }
    return dataset;
  }

  @Test
  void the_area_under_the_curve_counts_ordered_pairs_and_half_of_ties() {
    Dataset dataset = labels(false, true, false, true);
    assertThat(Metrics.auc(new double[] {1, 2, 3, 4}, dataset)).isCloseTo(0.75, within(1e-12));
    assertThat(Metrics.auc(new double[] {1, 1, 1, 1}, dataset)).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void wilsons_interval_is_the_textbooks() {
    Metrics.Rate rate = new Metrics.Rate(9, 10);
    assertThat(rate.value()).isEqualTo(0.9);
    assertThat(rate.low()).isCloseTo(0.5958, within(1e-3));
    assertThat(rate.high()).isCloseTo(0.9821, within(1e-3));
  }

  @Test
  void at_most_the_wanted_share_of_honest_attempts_exceeds_the_threshold() {
    boolean[] honest = new boolean[100];
    double[] scores = new double[100];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = i;
    }
    Dataset dataset = labels(honest);
    double threshold = Metrics.threshold(scores, dataset, 0.02);
    assertThat(Metrics.above(scores, threshold, i -> true).hits()).isLessThanOrEqualTo(2);
    assertThat(Metrics.above(scores, threshold - 1, i -> true).hits()).isEqualTo(2);
  }

  @Test
  void a_calibrated_score_has_no_error_and_a_boastful_one_has() {
    boolean[] frauds = new boolean[1000];
    double[] honestScore = new double[1000];
    double[] boastful = new double[1000];
    for (int i = 0; i < frauds.length; i++) {
      frauds[i] = i % 5 == 0;
      honestScore[i] = 0.2;
      boastful[i] = 0.7;
    }
    Dataset dataset = labels(frauds);
    assertThat(Metrics.calibrationError(honestScore, dataset, 0.2, 0.05, 10))
        .isCloseTo(0, within(1e-9));
    assertThat(Metrics.calibrationError(boastful, dataset, 0.2, 0.05, 10))
        .isCloseTo(0.5, within(1e-9));
  }
}
