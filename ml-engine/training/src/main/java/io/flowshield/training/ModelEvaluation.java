package io.flowshield.training;

import io.flowshield.ml.model.Calibration;
import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Measures a model's margins on a labelled split, beside a baseline. */
final class ModelEvaluation {
  private static final double[] PREVALENCES = {0.001, 0.01, 0.1};
  private static final double FLOOR = 0.05;
  private static final int BINS = 10;
  private static final String DATA = "simulated traffic";

  private final ModelSpec spec;
  private final Split split;
  private final Dataset dataset;
  private final String sha256;
  private final List<Measure> measures = new ArrayList<>();

  private ModelEvaluation(ModelSpec spec, Split split, Dataset dataset, String sha256) {
    this.spec = spec;
    this.split = split;
    this.dataset = dataset;
    this.sha256 = sha256;
  }

  static List<Measure> measure(
      ModelSpec spec,
      Split split,
      Dataset dataset,
      float[] margins,
      Calibration calibration,
      String sha256) {
    ModelEvaluation evaluation = new ModelEvaluation(spec, split, dataset, sha256);
    evaluation.rank(margins);
    evaluation.calibrate(margins, calibration);
    return evaluation.measures;
  }

  /** Order of the scores: what is caught at an equal rate of challenged honest attempts. */
  private void rank(float[] margins) {
    double[] scores = new double[margins.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = margins[i];
    }
    double[] baseline = Baseline.scores(spec, dataset);
    double rate = spec.login() ? 0.02 : 0.01;
    double threshold = Metrics.threshold(scores, dataset, rate);
    double baselineThreshold = Metrics.threshold(baseline, dataset, rate);
    add("auc", Metrics.auc(scores, dataset), Metrics.auc(baseline, dataset));
    add(
        "tpr",
        Metrics.above(scores, threshold, dataset::fraud),
        Metrics.above(baseline, baselineThreshold, dataset::fraud));
    for (AttackFamily family : AttackFamily.values()) {
      if (family.isLogin() == spec.login() && (split.heldOut() || !family.heldOut())) {
        add(
            "tpr." + name(family) + (family.heldOut() ? ".heldout" : ""),
            Metrics.above(scores, threshold, i -> dataset.example(i).family() == family),
            Metrics.above(baseline, baselineThreshold, i -> dataset.example(i).family() == family));
      }
    }
    for (GeoDetail geo : GeoDetail.values()) {
      add(
          "tpr.geo." + name(geo),
          Metrics.above(
              scores, threshold, i -> dataset.fraud(i) && dataset.example(i).geo() == geo),
          Metrics.above(
              baseline,
              baselineThreshold,
              i -> dataset.fraud(i) && dataset.example(i).geo() == geo));
    }
    for (HonestGroup group : HonestGroup.values()) {
      if (split.heldOut() || !group.heldOut()) {
        add(
            "fpr." + name(group) + (group.heldOut() ? ".heldout" : ""),
            Metrics.above(
                scores, threshold, i -> !dataset.fraud(i) && dataset.example(i).group() == group),
            Metrics.above(
                baseline,
                baselineThreshold,
                i -> !dataset.fraud(i) && dataset.example(i).group() == group));
      }
    }
  }

  /** Whether a score of 0.3 means three in ten. */
  private void calibrate(float[] margins, Calibration calibration) {
    double[] probabilities = new double[margins.length];
    for (double prevalence : PREVALENCES) {
      for (int i = 0; i < margins.length; i++) {
        probabilities[i] = PlattFit.probability(calibration, margins[i], prevalence);
      }
      String at =
          String.format(Locale.ROOT, ".at_%s", Double.toString(prevalence).replace('.', '_'));
      add(
          "ece" + at,
          Metrics.calibrationError(probabilities, dataset, prevalence, FLOOR, BINS),
          null);
      double entropy =
          -prevalence * Math.log(prevalence) - (1 - prevalence) * Math.log(1 - prevalence);
      add("log_loss" + at, Metrics.logLoss(probabilities, dataset, prevalence), entropy);
    }
    for (int i = 0; i < margins.length; i++) {
      probabilities[i] = PlattFit.probability(calibration, margins[i], spec.prevalence());
    }
    for (double threshold : new double[] {0.3, spec.login() ? 0.85 : 0.6}) {
      String at = ".at_threshold_" + Double.toString(threshold).replace('.', '_');
      add("tpr" + at, Metrics.above(probabilities, threshold, dataset::fraud), null);
      add("fpr" + at, Metrics.above(probabilities, threshold, i -> !dataset.fraud(i)), null);
    }
  }

  private void add(String name, double value, @Nullable Double reference) {
    measures.add(
        new Measure(
            spec.name() + "." + name,
            value,
            null,
            null,
            reference,
            DATA,
            sha256,
            split.name(),
            split.seed()));
  }

  private void add(String name, Metrics.Rate rate, Metrics.@Nullable Rate reference) {
    if (rate.of() == 0) {
      return;
    }
    measures.add(
        new Measure(
            spec.name() + "." + name,
            rate.value(),
            rate.low(),
            rate.high(),
            reference == null ? null : reference.value(),
            DATA,
            sha256,
            split.name(),
            split.seed()));
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
