package io.flowshield.training.typing;

import io.flowshield.ml.behaviour.TypingBaseline;
import io.flowshield.ml.behaviour.TypingDistance;
import io.flowshield.ml.behaviour.TypingModel;
import io.flowshield.ml.behaviour.TypingSample;
import io.flowshield.ml.behaviour.TypingTemplate;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.model.TreeEnsemble;
import io.flowshield.training.Evaluation;
import io.flowshield.training.Measure;
import io.flowshield.training.Workshop;
import io.flowshield.training.Workshop.DataFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures typing on recorded people: the recipe, cross-validated on the CMU benchmark, and the
 * published model, which knows nobody of flesh and blood, on CMU and IIITBh. Baseline: scaled
 * Manhattan on the same typings. Intervals: bootstrap by person.
 */
public final class TypingEvaluation implements Evaluation {
  static final DataFile CMU =
      new DataFile(
          "keystroke/CMU-StrongPassword-reconstructed.csv",
          "typings of 51 people",
          "Killourhy and Maxion, https://www.cs.cmu.edu/~keystroke/");
  static final DataFile IIITBH =
      new DataFile(
          "keystroke/IIITBh-Big.csv",
          "typings of 12 people",
          "Mishra, Das and Pattnaik, https://github.com/aroonav");

  private static final long SEED = 1;
  private static final int LAST = 5;
  private static final int CMU_OWN = 200;
  private static final int IIITBH_OWN = 100;

  @Override
  public Set<String> subjects() {
    return Set.of("keystroke");
  }

  @Override
  public List<Measure> measure(Workshop workshop) throws Exception {
    TypingData cmu = TypingData.read(workshop.require(CMU));
    // Ask for everything before anything long begins.
    workshop.require(IIITBH);
    List<Measure> measures = new ArrayList<>();
    recipe(cmu, measures);
    try {
      shipped(workshop, measures);
    } catch (ModelRefusedException e) {
      // The recipe's figures stand; the gates say which are missing.
      workshop
          .out()
          .println("keystroke: the published model cannot be measured: " + e.getMessage());
    }
    return measures;
  }

  static void shipped(Workshop workshop, List<Measure> measures) throws Exception {
    TypingData cmu = TypingData.read(workshop.require(CMU));
    TypingData iiitbh = TypingData.read(workshop.require(IIITBH));
    TypingModel model = TypingModel.load(workshop.store());
    StoredModel stored = workshop.store().read(ModelGroup.BEHAVIORAL_AUTH, TypingModel.NAME);
    TreeEnsemble alone = TreeEnsemble.read(stored.file(TypingModel.TREES_ALONE));
    shipped(
        "iiitbh", "IIITBh-Big", iiitbh, IIITBH_OWN, List.of(10, 50, 100), model, alone, measures);
    shipped("cmu.shipped", "CMU", cmu, CMU_OWN, List.of(10, 50, 200), model, alone, measures);
  }

  private static void recipe(TypingData cmu, List<Measure> measures) throws Exception {
    RecordedTyping recorded = new RecordedTyping(cmu.samples(), SEED);
    int typings = cmu.samples().get(0).size();
    recorded
        .measure(TypingRecipe.OFFICIAL, List.of(200, 10), 0, LAST)
        .forEach((n, result) -> recipe("cmu.eer." + n, "first 5", cmu, result, measures));
    recorded
        .measure(TypingRecipe.PRACTISED_MANY, List.of(200), typings - LAST, typings)
        .forEach((n, result) -> recipe("cmu.practised.eer." + n, "last 5", cmu, result, measures));
    recorded
        .measure(TypingRecipe.PRACTISED_FEW, List.of(10), typings - LAST, typings)
        .forEach((n, result) -> recipe("cmu.practised.eer." + n, "last 5", cmu, result, measures));
  }

  private static void recipe(
      String name,
      String impostors,
      TypingData data,
      RecordedTyping.Result result,
      List<Measure> measures) {
    String split = "5-fold by person, impostors: the others' " + impostors;
    double reference = EqualErrorRate.mean(result.scaledManhattan());
    measures.add(of(name, result.recipe(), reference, "CMU", data, split));
    measures.add(
        of(
            name + ".unseen_impostors",
            result.heldOut(),
            reference,
            "CMU",
            data,
            split + " in the same fold"));
  }

  /**
   * The published model, through the baseline that the server would keep: the owner's last typings
   * of those enrolled, in coarse times.
   */
  private static void shipped(
      String name,
      String what,
      TypingData data,
      int ownFrom,
      List<Integer> enrolments,
      TypingModel model,
      TreeEnsemble alone,
      List<Measure> measures) {
    for (int enrolment : enrolments) {
      List<Double> rates = new ArrayList<>();
      List<Double> aloneRates = new ArrayList<>();
      List<Double> manhattan = new ArrayList<>();
      for (List<TypingSample> owner : data.samples()) {
        List<TypingSample> enrolled = owner.subList(0, enrolment);
        List<TypingSample> own = owner.subList(ownFrom, owner.size());
        List<TypingSample> others = new ArrayList<>();
        for (List<TypingSample> other : data.samples()) {
          if (other != owner) {
            others.addAll(other.subList(other.size() - LAST, other.size()));
          }
        }
        TypingTemplate template = baseline(enrolled).template();
        rates.add(rate(template, own, others, model::logOdds));
        aloneRates.add(rate(template, own, others, (t, probe) -> margin(alone, t, probe)));
        manhattan.add(
            EqualErrorRate.of(
                RecordedTyping.manhattan(enrolled, own),
                RecordedTyping.manhattan(enrolled, others)));
      }
      String split =
          "all people, own typings from " + (ownFrom + 1) + ", impostors: the others' last 5";
      String full = name + ".eer." + enrolment;
      measures.add(of(full, rates, EqualErrorRate.mean(manhattan), what, data, split));
      measures.add(
          of(
              full + ".without_network",
              aloneRates,
              EqualErrorRate.mean(rates),
              what,
              data,
              split + "; baseline: with network"));
      double[] gain = EqualErrorRate.gain(aloneRates, rates);
      measures.add(
          new Measure(
              "keystroke." + full + ".network_gain",
              gain[0],
              gain[1],
              gain[2],
              null,
              what,
              data.sha256(),
              split + "; paired by person",
              SEED));
    }
  }

  private static TypingBaseline baseline(List<TypingSample> typings) {
    TypingBaseline baseline = TypingBaseline.first(typings.get(0));
    for (TypingSample typing : typings.subList(1, typings.size())) {
      baseline = baseline.learn(typing);
    }
    return baseline;
  }

  private static double rate(
      TypingTemplate template,
      List<TypingSample> own,
      List<TypingSample> others,
      ToDoubleBiFunction<TypingTemplate, TypingSample> score) {
    return EqualErrorRate.of(
        own.stream().mapToDouble(probe -> score.applyAsDouble(template, probe)).toArray(),
        others.stream().mapToDouble(probe -> score.applyAsDouble(template, probe)).toArray());
  }

  private static double margin(TreeEnsemble trees, TypingTemplate template, TypingSample probe) {
    float[] row = new float[TypingDistance.NAMES.size()];
    TypingDistance.write(template, probe, row);
    return trees.margin(row);
  }

  private static Measure of(
      String name,
      List<Double> rates,
      @Nullable Double reference,
      String what,
      TypingData data,
      String split) {
    double[] interval = EqualErrorRate.interval(rates, SEED);
    return new Measure(
        "keystroke." + name,
        EqualErrorRate.mean(rates),
        interval[0],
        interval[1],
        reference,
        what,
        data.sha256(),
        split,
        SEED);
  }
}
