package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.RegistrationFeatures;
import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import io.flowshield.training.simulation.InputMethod;
import io.flowshield.training.simulation.Traits;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PartialEvidenceTest {
  /** Two of one group, one each of the others, none of a group at last. */
  private static final List<String> NAMES =
      List.of(
          "registration_burst",
          "realm_registration_burst",
          "disposable_email",
          "data_centre",
          "bot_timing",
          "ungrouped");

  private static final int FRAUDS = 400;

  /** Honest rows hold 0 everywhere, frauds 1. */
  private static Dataset signUps() {
    Dataset dataset = new Dataset(NAMES.size());
    for (int i = 0; i < FRAUDS; i++) {
      dataset.add(new float[] {0, 0, 0, 0, 0, 0}, example(null));
      dataset.add(new float[] {1, 1, 1, 1, 1, 1}, example(AttackFamily.DATACENTRE_BOTS));
    }
    return dataset;
  }

  private static Example example(@Nullable AttackFamily family) {
    Traits traits = new Traits("europe", true, "desktop", "de", InputMethod.TYPING);
    return new Example(family, HonestGroup.HOUSEHOLD, GeoDetail.FULL, traits, 0, 0);
  }

  @Test
  void every_signal_of_a_registration_is_hidden_with_exactly_one_group() {
    for (String name : RegistrationFeatures.SCHEMA.names()) {
      assertThat(PartialEvidence.GROUPS.stream().filter(group -> group.contains(name)).count())
          .as(name)
          .isEqualTo(1);
    }
    assertThat(PartialEvidence.GROUPS.stream().mapToInt(Set::size).sum())
        .isEqualTo(RegistrationFeatures.SCHEMA.names().size());
  }

  @Test
  void copies_of_frauds_hide_whole_groups_but_never_all_and_weigh_less() {
    WeightedRows added = new PartialEvidence(signUps(), NAMES, 11).added();
    Dataset rows = added.rows();
    assertThat(rows.rows()).isEqualTo(2 * FRAUDS + PartialEvidence.COPIES * FRAUDS);
    int[] shown = new int[NAMES.size()];
    for (int row = 2 * FRAUDS; row < rows.rows(); row++) {
      assertThat(rows.fraud(row)).isTrue();
      assertThat(added.weights()[row]).isEqualTo(PartialEvidence.WEIGHT);
      assertThat(rows.value(row, 0)).isEqualTo(rows.value(row, 1));
      float groups = 0;
      for (int column = 0; column < shown.length; column++) {
        shown[column] += (int) rows.value(row, column);
        groups += column > 0 && column < 5 ? rows.value(row, column) : 0;
      }
      assertThat(groups).isPositive();
    }
    int copies = PartialEvidence.COPIES * FRAUDS;
    for (int column = 0; column < 5; column++) {
      assertThat(shown[column]).isBetween(copies * 3 / 10, copies * 9 / 20);
    }
    assertThat(shown[5]).isEqualTo(copies);
  }

  @Test
  void what_was_there_stays_as_it_was() {
    Dataset before = signUps();
    WeightedRows added = new PartialEvidence(before, NAMES, 11).added();
    for (int row = 0; row < before.rows(); row++) {
      assertThat(added.weights()[row]).isEqualTo(1);
      for (int column = 0; column < NAMES.size(); column++) {
        assertThat(added.rows().value(row, column)).isEqualTo(before.value(row, column));
      }
    }
  }

  @Test
  void some_frauds_show_only_part_where_scores_become_probabilities() {
    Dataset before = signUps();
    Dataset mixed = new PartialEvidence(before, NAMES, 11).mixed();
    assertThat(mixed.labels()).isEqualTo(before.labels());
    int partial = 0;
    for (int row = 0; row < mixed.rows(); row++) {
      float shown = 0;
      for (int column = 0; column < NAMES.size(); column++) {
        shown += mixed.value(row, column);
      }
      if (mixed.fraud(row)) {
        assertThat(shown).isGreaterThan(1);
        partial += shown < NAMES.size() ? 1 : 0;
      } else {
        assertThat(shown).isZero();
      }
    }
    assertThat(partial).isBetween(FRAUDS / 5, FRAUDS * 2 / 5);
  }
}
