package io.flowshield.training;

import io.flowshield.ml.SubModels;
import io.flowshield.ml.model.Calibration;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.training.TrainedModel.Count;
import io.flowshield.training.simulation.Traits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trains the fraud models: simulate, grow, calibrate, measure. Deterministic. */
final class FraudModelTrainer implements Trainer {
  /**
   * Signals that mean more in the simulator than in the world: its look-alikes all sign up under
   * strangers' names, and its people's hands are told apart more easily than real ones. Left out of
   * the schema, they count as rules beside the model.
   */
  private static final Set<String> SHORTCUTS = Set.of("name_agreement", "unfamiliar_typing");

  /** Weight of an honest login of somebody who does not live in the realm's country. */
  static final float FOREIGN = 2;

  /** Weight of an honest login from a desktop computer; one at which both hold counts twice. */
  static final float DESKTOP = 1.5f;

  @Override
  public String name() {
    return "fraud";
  }

  @Override
  public void train(Workshop workshop) throws IOException, XGBoostError {
    SubModels subModels = new SubModels();
    subModels.load(workshop.store());
    List<TrainedModel> trained = new ArrayList<>();
    for (ModelSpec spec : ModelSpec.all(subModels)) {
      trained.addAll(train(List.of(spec), spec.login() ? Splits.LOGIN : Splits.REGISTRATION));
    }
    for (TrainedModel model : trained) {
      Path folder = FraudModelFiles.publish(model, workshop.publisher());
      workshop
          .out()
          .printf(
              "%s: %d trees, %d bytes, published to %s%n",
              model.spec().name(),
              model.rounds(),
              model.booster().length,
              workshop.models().relativize(folder));
      model.measures().forEach(measure -> workshop.out().print("  " + ModelCard.row(measure)));
    }
  }

  /** Trains models on one simulated world. */
  static List<TrainedModel> train(List<ModelSpec> specs, Splits splits) throws XGBoostError {
    // A signal for which the simulator has no facts would be silenced by a model that knows its
    // name; left out of the schema, it goes on counting as a rule beside the model.
    Map<ModelSpec, Dataset> full = Dataset.simulate(specs, splits.train());
    Map<ModelSpec, Dataset> train = new LinkedHashMap<>();
    full.forEach(
        (spec, dataset) -> {
          List<String> varied =
              dataset.varied(spec).stream().filter(name -> !SHORTCUTS.contains(name)).toList();
          train.put(spec.only(varied), dataset.only(spec, varied));
        });
    List<ModelSpec> known = List.copyOf(train.keySet());
    Map<ModelSpec, Dataset> validation = Dataset.simulate(known, splits.validation());
    Map<ModelSpec, Dataset> calibration = Dataset.simulate(known, splits.calibration());
    Map<ModelSpec, Dataset> test = Dataset.simulate(known, splits.test());
    List<TrainedModel> models = new ArrayList<>();
    for (ModelSpec spec : known) {
      models.add(
          train(
              spec,
              splits,
              of(spec, train),
              of(spec, validation),
              of(spec, calibration),
              of(spec, test)));
    }
    return models;
  }

  private static Dataset of(ModelSpec spec, Map<ModelSpec, Dataset> datasets) {
    return Objects.requireNonNull(datasets.get(spec), spec::name);
  }

  private static TrainedModel train(
      ModelSpec spec,
      Splits splits,
      Dataset train,
      Dataset validation,
      Dataset calibration,
      Dataset test)
      throws XGBoostError {
    BoosterTrainer.Trained trained =
        spec.login()
            ? BoosterTrainer.train(
                spec.features().signals(), weighted(train), WeightedRows.alike(validation))
            : BoosterTrainer.train(
                spec.features().signals(),
                partial(spec, splits.train(), train).added(),
                partial(spec, splits.validation(), validation).added());
    Booster booster = trained.booster();
    try {
      Dataset believed =
          spec.login() ? calibration : partial(spec, splits.calibration(), calibration).mixed();
      Calibration curve =
          IsotonicFit.fit(BoosterTrainer.margins(booster, believed), believed.labels());
      byte[] bytes = booster.toByteArray("ubj");
      return new TrainedModel(
          spec,
          bytes,
          trained.rounds(),
          curve,
          List.of(
              count(splits.train(), train),
              count(splits.validation(), validation),
              count(splits.calibration(), calibration),
              count(splits.test(), test)),
          ModelEvaluation.measure(
              spec,
              splits.test(),
              test,
              BoosterTrainer.margins(booster, test),
              curve,
              ModelStore.sha256(bytes)));
    } finally {
      booster.dispose();
    }
  }

  /** Honest logins of those who are challenged more often than others count more. */
  private static WeightedRows weighted(Dataset logins) {
    WeightedRows rows = WeightedRows.alike(logins);
    for (int row = 0; row < logins.rows(); row++) {
      if (!logins.fraud(row)) {
        Traits traits = logins.example(row).traits();
        rows.weights()[row] =
            (traits.home() ? 1 : FOREIGN) * (traits.device().equals("desktop") ? DESKTOP : 1);
      }
    }
    return rows;
  }

  private static PartialEvidence partial(ModelSpec spec, Split split, Dataset dataset) {
    return new PartialEvidence(dataset, spec.features().schema().names(), split.seed());
  }

  private static Count count(Split split, Dataset dataset) {
    return new Count(split, dataset.rows(), dataset.frauds());
  }
}
