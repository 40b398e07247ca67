package io.flowshield.training;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fake sign-ups that show only part of what gave them away: copies of frauds in which whole groups
 * of signals are an honest sign-up's. Every campaign of the simulator that comes in a burst also
 * betrays itself by its addresses or its timing, so that trees learn to forgive a burst alone; the
 * next campaign may hide all else. Each group has to count by itself, as in the hand-weighted
 * rules. (Noising whole groups of inputs: van der Maaten et al., "Learning with Marginalized
 * Corrupted Features", ICML 2013.)
 */
final class PartialEvidence {
  /** Copies of each fraud. */
  static final int COPIES = 3;

  /** Chance that a copy does not show a group of signals; at least one group is shown. */
  static final double HIDDEN = 0.7;

  /** How much a copy counts beside a sign-up that was. */
  static final float WEIGHT = 0.1f;

  /** What an attacker hides or shows together: pace, addresses and texts, network, form. */
  static final List<Set<String>> GROUPS =
      List.of(
          Set.of("registration_burst", "realm_registration_burst"),
          Set.of(
              "disposable_email",
              "random_email",
              "generated_email",
              "lookalike_sequence",
              "name_agreement",
              "mixed_scripts",
              "homoglyph_name",
              "weak_password",
              "breached_password",
              "spam_text"),
          Set.of(
              "tor_network",
              "vpn_network",
              "proxy_network",
              "data_centre",
              "bad_reputation",
              "deny_listed",
              "client_hint_mismatch",
              "network_failures",
              "password_spraying"),
          Set.of(
              "automated_client",
              "bot_timing",
              "pointer_jumps",
              "pointer_path",
              "focus_order",
              "typing_corrections",
              "time_on_page"));

  /** Share of frauds that show only part in the split by which scores become probabilities. */
  static final double UNFORESEEN = 0.3;

  private final Dataset dataset;
  private final List<List<Integer>> columns;
  private final List<Integer> honest;
  private final Random random;

  /**
   * @param names of the dataset's columns
   */
  PartialEvidence(Dataset dataset, List<String> names, long seed) {
    this.dataset = dataset;
    columns =
        GROUPS.stream()
            .map(
                group ->
                    IntStream.range(0, names.size())
                        .filter(column -> group.contains(names.get(column)))
                        .boxed()
                        .toList())
            .filter(group -> !group.isEmpty())
            .toList();
    honest = IntStream.range(0, dataset.rows()).filter(row -> !dataset.fraud(row)).boxed().toList();
    random = new Random(seed);
  }

  /** The same rows with the copies behind them, and what each row counts. */
  WeightedRows added() {
    Dataset all = dataset.where(example -> true);
    for (int copy = 0; copy < COPIES; copy++) {
      for (int row = 0; row < dataset.rows(); row++) {
        if (dataset.fraud(row)) {
          all.add(partial(row), dataset.example(row));
        }
      }
    }
    float[] weights = new float[all.rows()];
    Arrays.fill(weights, WEIGHT);
    Arrays.fill(weights, 0, dataset.rows(), 1);
    return new WeightedRows(all, weights);
  }

  /** As many rows, in the same order, with copies in place of some of the frauds. */
  Dataset mixed() {
    Dataset mixed = new Dataset(dataset.columns());
    for (int row = 0; row < dataset.rows(); row++) {
      boolean hides = dataset.fraud(row) && random.nextDouble() < UNFORESEEN;
      mixed.add(hides ? partial(row) : dataset.row(row), dataset.example(row));
    }
    return mixed;
  }

  /** A fraud that shows only part; the rest is an honest sign-up's. */
  private float[] partial(int row) {
    float[] values = dataset.row(row);
    int donor = honest.get(random.nextInt(honest.size()));
    boolean[] hidden = new boolean[columns.size()];
    boolean all = true;
    for (int group = 0; group < hidden.length; group++) {
      hidden[group] = random.nextDouble() < HIDDEN;
      all &= hidden[group];
    }
    if (all) {
      hidden[random.nextInt(hidden.length)] = false;
    }
    for (int group = 0; group < hidden.length; group++) {
      if (hidden[group]) {
        for (int column : columns.get(group)) {
          values[column] = dataset.value(donor, column);
        }
      }
    }
    return values;
  }
}
