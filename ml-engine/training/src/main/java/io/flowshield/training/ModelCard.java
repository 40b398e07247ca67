package io.flowshield.training;

import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.HonestGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says in a page what a model is, what it was trained on, and what that does not show. */
final class ModelCard {
  static final String DATA =
      "Synthetic: traffic of imagined realms from io.flowshield.training.simulation. No real"
          + " person, login, address or attack is in it.";

  private ModelCard() {}

  static String of(TrainedModel model) {
    ModelSpec spec = model.spec();
    String door = spec.login() ? "login" : "registration";
    StringBuilder card = new StringBuilder();
    card.append("# Model card: ")
        .append(spec.name())
        .append(" ")
        .append(spec.version())
        .append("\n\n")
        .append("Probability that a ")
        .append(door)
        .append(
            spec.login()
                ? " with the right password is not by the account's owner.\n"
                : " is a fake account.\n")
        .append("XGBoost, ")
        .append(model.rounds())
        .append(" trees over the ")
        .append(spec.features().schema().names().size())
        .append(" features of `")
        .append(spec.features().schema().id())
        .append(
            "`; more evidence never lowers the score where a signal says so (monotone"
                + " constraints).\n"
                + "Margins become probabilities by isotonic regression, shifted to the share of"
                + " fraud that the realm sets;\nno score claims more than the number of honest"
                + " attempts in the calibration split can bear out.\n")
        .append(
            spec.login()
                ? "Honest logins of people who live abroad counted twice in training, those from"
                    + " desktop computers 1.5 times:\nthey were challenged more often than"
                    + " others.\n\n"
                : "Beside the campaigns as they were, it learnt from copies that hide part of what"
                    + " gave them away: whole groups\nof signals (pace, addresses, network, form)"
                    + " are an honest sign-up's, so that each counts by itself.\nThree in ten"
                    + " frauds of the calibration split were such copies, since the next campaign"
                    + " is none of these.\n\n")
        .append("## Data\n\n")
        .append(DATA)
        .append(
            "\nIts parameters are assumptions, listed with their reasons in `Assumptions`; see"
                + " `docs/simulator.md`.\nSignals without facts in it are no features: their"
                + " rules count beside the model.\n")
        .append("Never trained on: ")
        .append(names(spec))
        .append(".\n\n| split | seed | realms | attempts | frauds |\n|---|---|---|---|---|\n");
    for (TrainedModel.Count count : model.counts()) {
      card.append(
          String.format(
                  Locale.ROOT,
                  "| %s | %d | %d | %d | %d |%n",
                  count.split().name(),
                  count.split().seed(),
                  count.split().realms(),
                  count.attempts(),
                  count.frauds())
              .replace("\r\n", "\n"));
    }
    card.append(
        "\n## Measured on the test split (simulated; 95 % Wilson intervals)\n\n"
            + "| measure | value | interval | baseline |\n|---|---|---|---|\n");
    for (Measure measure : model.measures()) {
      card.append(row(measure));
    }
    card.append("\n`tpr` and `fpr` without a threshold: at ")
        .append(spec.login() ? "2" : "1")
        .append(" % of honest attempts challenged. Baseline: ")
        .append(
            spec.login()
                ? "the model of Freeman et al. (2016) alone"
                : "the engine's hand-weighted rules")
        .append(
            "; for `log_loss`, a constant.\n\n"
                + "## What this does not show\n\n"
                + "- How well it does on real traffic. The simulator's authors also wrote the"
                + " signals, so these\n"
                + "  figures are an upper bound; real attackers adapt, real people are stranger"
                + " than ours.\n"
                + "- The true share of fraud. Scores are probabilities only as far as the realm's"
                + " assumed\n"
                + "  prevalence is right; until labels suffice, read them as scores.\n"
                + "- Fairness among real people. `-Pevaluate` compares groups of simulated ones.\n"
                + "- Typing of real people: hands in the simulator come from the generator that"
                + " the\n"
                + "  behaviour model learnt from too.\n"
                + "- Behaviour in the worst case: an attacker with the owner's device cookie,"
                + " network and\n"
                + "  browser looks like the owner.\n\n"
                + "Intended use: to decide who is asked for more proof. Not intended as evidence"
                + " against a person.\n");
    return card.toString();
  }

  static String row(Measure measure) {
    String interval =
        measure.low() == null || measure.high() == null
            ? ""
            : String.format(Locale.ROOT, "%.4f to %.4f", measure.low(), measure.high());
    String reference =
        measure.reference() == null ? "" : String.format(Locale.ROOT, "%.4f", measure.reference());
    return String.format(
            Locale.ROOT,
            "| %s | %.4f | %s | %s |",
            measure.measure(),
            measure.value(),
            interval,
            reference)
        + "\n";
  }

  private static String names(ModelSpec spec) {
    List<String> families =
        Arrays.stream(AttackFamily.values())
            .filter(f -> f.isLogin() == spec.login() && f.heldOut())
            .map(f -> "attack family " + f.name())
            .toList();
    List<String> groups =
        Arrays.stream(HonestGroup.values())
            .filter(HonestGroup::heldOut)
            .map(g -> "honest group " + g.name())
            .toList();
    return Stream.concat(families.stream(), groups.stream()).collect(Collectors.joining(", "));
  }
}
