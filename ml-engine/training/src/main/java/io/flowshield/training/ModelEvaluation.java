package io.flowshield.training;

import io.flowshield.ml.model.Calibration;
import io.flowshield.training.simulation.AttackFamily;
import io.flowshield.training.simulation.GeoDetail;
import io.flowshield.training.simulation.HonestGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Measures a model's margins on a labelled split, beside a baseline. */
final class ModelEvaluation {
  private static final double[] PREVALENCES = {0.001, 0.01, 0.1};
  private static final double FLOOR = 0.05;
  private static final int BINS = 10;
  static final String DATA = "simulated traffic";

  /** Share of honest registrations that may be challenged. */
  static final double REGISTRATIONS_CHALLENGED = 0.01;

  private static final double LOGINS_CHALLENGED = 0.02;

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
    double rate = spec.login() ? LOGINS_CHALLENGED : REGISTRATIONS_CHALLENGED;
    double threshold = Metrics.threshold(scores, dataset, rate);
    double baselineThreshold = Metrics.threshold(baseline, dataset, rate);
    Rates rates = new Rates(scores, threshold, baseline, baselineThreshold);
    Dataset campaigns = dataset.where(example -> !example.protocol());
    add(
        "auc",
        Metrics.auc(dataset.pick(scores, example -> !example.protocol()), campaigns),
        Metrics.auc(dataset.pick(baseline, example -> !example.protocol()), campaigns));
    rates.add("tpr", i -> dataset.example(i).campaign());
    rates.add(
        "tpr.cold_start",
        i -> dataset.example(i).campaign() && Float.isNaN(baselineValue(i)) && spec.login());
    rates.add(
        "tpr.heldout",
        i -> {
          AttackFamily family = dataset.example(i).family();
          return family != null && family.heldOut() && !family.isProtocol();
        });
    for (AttackFamily family : AttackFamily.values()) {
      if (family.isLogin() == spec.login() && (split.heldOut() || !family.heldOut())) {
        rates.add(
            family.isProtocol()
                ? SimulatorEvaluation.name(family) + ".tpr"
                : "tpr." + name(family) + (family.heldOut() ? ".heldout" : ""),
            i -> dataset.example(i).family() == family);
      }
    }
    for (GeoDetail geo : GeoDetail.values()) {
      rates.add(
          "tpr.geo." + name(geo),
          i -> dataset.example(i).campaign() && dataset.example(i).geo() == geo);
    }
    for (HonestGroup group : HonestGroup.values()) {
      if (split.heldOut() || !group.heldOut()) {
        rates.add(
            "fpr." + name(group) + (group.heldOut() ? ".heldout" : ""),
            i -> !dataset.fraud(i) && dataset.example(i).group() == group);
      }
    }
    if (split.heldOut() && spec.login()) {
      ChallengeRatio ratio = ChallengeRatio.of(scores, baseline, dataset);
      add("challenge_ratio_to_freeman", ratio.value(), ratio.low(), ratio.high());
      add("challenged_at_equal_rate", ratio.challenged(), ratio.baseline());
    }
    if (split.heldOut()) {
      String prefix = spec.login() ? "fairness." : "registration.";
      for (Fairness.Ratio ratio : Fairness.ratios(scores, threshold, dataset)) {
        measures.add(
            measure(
                prefix + "challenge_ratio." + ratio.group(),
                ratio.value(),
                ratio.low(),
                ratio.high(),
                null));
      }
    }
  }

  private float baselineValue(int row) {
    int column = spec.features().schema().names().indexOf(Baseline.FREEMAN);
    return column < 0 ? 0 : dataset.value(row, column);
  }

  /** Two scores with their thresholds. */
  private final class Rates {
    private final double[] scores;
    private final double threshold;
    private final double[] baseline;
    private final double baselineThreshold;

    Rates(double[] scores, double threshold, double[] baseline, double baselineThreshold) {
      this.scores = scores;
      this.threshold = threshold;
      this.baseline = baseline;
      this.baselineThreshold = baselineThreshold;
    }

    void add(String name, IntPredicate rows) {
      ModelEvaluation.this.add(
          name,
          Metrics.above(scores, threshold, rows),
          Metrics.above(baseline, baselineThreshold, rows));
    }
  }

  /**
   * Whether a score of 0.3 means three in ten. Campaigns only: the protocol's attackers try at
   * every login, so their mix says nothing about the world's.
   */
  private void calibrate(float[] margins, Calibration calibration) {
    Dataset campaigns = dataset.where(example -> !example.protocol());
    double[] all = new double[margins.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = margins[i];
    }
    double[] scores = dataset.pick(all, example -> !example.protocol());
    double[] baseline =
        dataset.pick(Baseline.scores(spec, dataset), example -> !example.protocol());
    // In the baseline's favour: fitted on the very attempts that it is measured on.
    Calibration fitted = PlattFit.fit(floats(baseline), campaigns.labels());
    double[] probabilities = new double[scores.length];
    double worst = 0;
    for (double prevalence : PREVALENCES) {
      probabilities(calibration, scores, prevalence, probabilities);
      String at =
          String.format(Locale.ROOT, ".at_%s", Double.toString(prevalence).replace('.', '_'));
      double error = Metrics.calibrationError(probabilities, campaigns, prevalence, FLOOR, BINS);
      worst = Math.max(worst, error);
      add("ece" + at, error, null);
      double loss = Metrics.logLoss(probabilities, campaigns, prevalence);
      double entropy =
          -prevalence * Math.log(prevalence) - (1 - prevalence) * Math.log(1 - prevalence);
      add("log_loss" + at, loss, entropy);
      probabilities(fitted, baseline, prevalence, probabilities);
      add(
          (spec.login() ? "log_loss_to_freeman" : "log_loss_to_rules") + at,
          loss,
          Metrics.logLoss(probabilities, campaigns, prevalence));
    }
    add("ece", worst, null);
    probabilities(calibration, scores, spec.prevalence(), probabilities);
    for (double threshold : new double[] {0.3, spec.login() ? 0.85 : 0.6}) {
      String at = ".at_threshold_" + Double.toString(threshold).replace('.', '_');
      add("tpr" + at, Metrics.above(probabilities, threshold, campaigns::fraud), null);
      add("fpr" + at, Metrics.above(probabilities, threshold, i -> !campaigns.fraud(i)), null);
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void probabilities(
      Calibration calibration, double[] margins, double prevalence, double[] into) {
    for (int i = 0; i < margins.length; i++) {
      into[i] = PlattFit.probability(calibration, margins[i], prevalence);
    }
  }

  private void add(String name, double value, double low, double high) {
    measures.add(measure(spec.name() + "." + name, value, low, high, null));
  }

  private Measure measure(
      String name,
      double value,
      @Nullable Double low,
      @Nullable Double high,
      @Nullable Double reference) {
    return new Measure(name, value, low, high, reference, DATA, sha256, split.name(), split.seed());
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
