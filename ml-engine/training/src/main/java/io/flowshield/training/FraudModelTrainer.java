package io.flowshield.training;

import io.flowshield.ml.SubModels;
import io.flowshield.ml.model.Calibration;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.training.TrainedModel.Count;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Trains the fraud models: simulate, grow, calibrate, measure. Deterministic. */
final class FraudModelTrainer implements Trainer {
  @Override
  public String name() {
    return "fraud";
  }

  @Override
  public void train(Workshop workshop) throws IOException, XGBoostError {
    SubModels subModels = new SubModels();
    subModels.load(workshop.store());
    for (TrainedModel model : train(ModelSpec.all(subModels), Splits.PUBLISHED)) {
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
    Map<ModelSpec, Dataset> train = Dataset.simulate(specs, splits.train());
    Map<ModelSpec, Dataset> validation = Dataset.simulate(specs, splits.validation());
    Map<ModelSpec, Dataset> calibration = Dataset.simulate(specs, splits.calibration());
    Map<ModelSpec, Dataset> test = Dataset.simulate(specs, splits.test());
    List<TrainedModel> models = new ArrayList<>();
    for (ModelSpec spec : specs) {
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
        BoosterTrainer.train(spec.features().signals(), train, validation);
    Booster booster = trained.booster();
    try {
      Calibration platt =
          PlattFit.fit(BoosterTrainer.margins(booster, calibration), calibration.labels());
      byte[] bytes = booster.toByteArray("ubj");
      return new TrainedModel(
          spec,
          bytes,
          trained.rounds(),
          platt,
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
              platt,
              ModelStore.sha256(bytes)));
    } finally {
      booster.dispose();
    }
  }

  private static Count count(Split split, Dataset dataset) {
    return new Count(split, dataset.rows(), dataset.frauds());
  }
}
