package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import io.flowshield.training.simulation.InputMethod;
import io.flowshield.training.simulation.Traits;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("B5")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FairnessTest {
  private static final int REALMS = 6;
  private static final int PEOPLE = 250;
  private static final int LOGINS = 20;
  private static final double GATE = 1.5;

  /** Honest logins of people who dictate as often as they type, and of two parts of the world. */
  private static Dataset people() {
    Dataset dataset = new Dataset(1);
    for (int realm = 0; realm < REALMS; realm++) {
      for (int user = 0; user < PEOPLE; user++) {
        Traits traits =
            new Traits(
                realm % 2 == 0 ? "europe" : "latin_america",
                true,
                "desktop",
                user % 2 == 0 ? "de" : "pt",
                user % 2 == 0 ? InputMethod.ASSISTIVE : InputMethod.TYPING);
        for (int i = 0; i < LOGINS; i++) {
          dataset.add(
              new float[] {0},
              new Example(null, HonestGroup.HOUSEHOLD, GeoDetail.FULL, traits, realm, user));
        }
      }
    }
    return dataset;
  }

  private static double[] scores(Dataset dataset, double bias) {
    Random random = new Random(5);
    double[] scores = new double[dataset.rows()];
    for (int i = 0; i < scores.length; i++) {
      boolean disadvantaged = dataset.example(i).traits().input() == InputMethod.ASSISTIVE;
      scores[i] = random.nextGaussian() + (disadvantaged ? bias : 0);
    }
    return scores;
  }

  private static Fairness.Ratio assistive(double bias) {
    Dataset dataset = people();
    double[] scores = scores(dataset, bias);
    List<Fairness.Ratio> ratios =
        Fairness.ratios(scores, Metrics.threshold(scores, dataset, 0.02), dataset);
    return ratios.stream()
        .filter(ratio -> ratio.group().equals("input.assistive"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void equal_treatment_holds_the_gate() {
    Fairness.Ratio ratio = assistive(0);
    assertThat(ratio.value()).isBetween(0.8, 1.25);
    assertThat(ratio.high()).isLessThanOrEqualTo(GATE);
    assertThat(ratio.low()).isLessThan(ratio.value());
  }

  @Test
  void a_model_that_holds_dictation_against_people_fails_the_gate() {
    Fairness.Ratio ratio = assistive(0.5);
    assertThat(ratio.value()).isGreaterThan(2);
    Measure measure =
        new Measure(
            "fairness.challenge_ratio.input.assistive",
            ratio.value(),
            ratio.low(),
            ratio.high(),
            null,
            "made up",
            "none",
            "test",
            5);
    assertThat(Gates.must(measure)).contains("missed");
  }

  @Test
  void a_realm_that_challenges_all_its_people_more_often_is_unfair_to_nobody_in_it() {
    Dataset dataset = people();
    double[] scores = scores(dataset, 0);
    for (int i = 0; i < scores.length; i++) {
      scores[i] += dataset.example(i).traits().region().equals("europe") ? 1 : 0;
    }
    assertThat(Fairness.ratios(scores, Metrics.threshold(scores, dataset, 0.02), dataset))
        .allSatisfy(ratio -> assertThat(ratio.value()).isBetween(0.7, 1.4));
  }
}
