package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.model.Calibration;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class IsotonicFitTest {
  private static final int ROWS = 40_000;

  /** Margins between -4 and 4, and whether each is a fraud, at the odds that the margin says. */
  private static final class Attempts {
    private final float[] margins = new float[ROWS];
    private final float[] labels = new float[ROWS];

    /**
     * @param slope true log-odds for each unit of margin
     */
    Attempts(double slope) {
      Random random = new Random(7);
      for (int i = 0; i < ROWS; i++) {
        margins[i] = (float) (8 * random.nextDouble() - 4);
        labels[i] = random.nextDouble() < 1 / (1 + Math.exp(-slope * margins[i])) ? 1 : 0;
      }
    }
  }

  @Test
  void what_trees_overstate_is_brought_back() {
    Attempts attempts = new Attempts(0.5);
    Calibration curve = IsotonicFit.fit(attempts.margins, attempts.labels);
    for (double margin : new double[] {-3, -1, 0, 1, 3}) {
      assertThat(curve.logOdds(margin)).isCloseTo(0.5 * margin, within(0.25));
    }
  }

  @Test
  void a_higher_margin_is_never_less_likely_fraud() {
    Attempts attempts = new Attempts(0.05);
    Calibration curve = IsotonicFit.fit(attempts.margins, attempts.labels);
    double before = curve.logOdds(-5);
    for (double margin = -5; margin < 5; margin += 0.01) {
      double now = curve.logOdds(margin);
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
    }
  }

  @Test
  void no_margin_claims_more_than_one_honest_attempt_among_the_frauds_that_outdo_all_others() {
    Attempts attempts = new Attempts(1);
    float highest = 0;
    for (int i = 0; i < ROWS; i++) {
      attempts.labels[i] = attempts.margins[i] > 3 ? 1 : attempts.labels[i];
      highest = attempts.labels[i] > 0 ? highest : Math.max(highest, attempts.margins[i]);
    }
    int above = 0;
    for (float margin : attempts.margins) {
      above += margin > highest ? 1 : 0;
    }
    Calibration curve = IsotonicFit.fit(attempts.margins, attempts.labels);
    assertThat(curve.logOdds(1000)).isCloseTo(Math.log(above), within(1e-6));
  }

  @Test
  void attempts_of_one_kind_cannot_calibrate() {
    assertThatThrownBy(() -> IsotonicFit.fit(new float[] {1, 2, 3}, new float[] {0, 0, 0}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> IsotonicFit.fit(new float[] {1, 2, 3}, new float[] {1, 1, 1}))
        .isInstanceOf(IllegalStateException.class);
  }
}
