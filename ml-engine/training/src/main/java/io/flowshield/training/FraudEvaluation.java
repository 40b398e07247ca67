package io.flowshield.training;

import io.flowshield.ml.SubModels;
import io.flowshield.ml.model.Calibration;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.model.XgboostModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * Measures the published fraud models on a world that no training has seen, with the attack
 * families and the honest group that were held out.
 */
final class FraudEvaluation implements Evaluation {
  @Override
  public Set<String> subjects() {
    return Set.of("login", "registration", "fairness");
  }

  @Override
  public List<Measure> measure(Workshop workshop)
      throws IOException, XGBoostError, ModelRefusedException {
    SubModels subModels = new SubModels();
    subModels.load(workshop.store());
    List<ModelSpec> specs = new ArrayList<>();
    for (ModelSpec spec : ModelSpec.all(subModels)) {
      specs.add(published(spec, workshop.store()));
    }
    Map<ModelSpec, Dataset> datasets = Dataset.simulate(specs, Splits.EVALUATION);
    List<Measure> measures = new ArrayList<>();
    for (Map.Entry<ModelSpec, Dataset> entry : datasets.entrySet()) {
      measures.addAll(
          evaluate(entry.getKey(), workshop.store(), Splits.EVALUATION, entry.getValue()));
      if (!entry.getKey().login()) {
        measures.add(bound(entry.getKey(), workshop.store(), entry.getValue()));
      }
    }
    return measures;
  }

  /** What no model over these signals can be expected to exceed, beside {@code .tpr}. */
  private static Measure bound(ModelSpec spec, ModelStore models, Dataset dataset)
      throws IOException, XGBoostError, ModelRefusedException {
    Metrics.Rate rate = Attainable.rate(spec, dataset, ModelEvaluation.REGISTRATIONS_CHALLENGED);
    return new Measure(
        spec.name() + ".tpr.bound",
        rate.value(),
        rate.low(),
        rate.high(),
        null,
        ModelEvaluation.DATA,
        ModelStore.sha256(
            models.read(ModelGroup.FRAUD_DETECTION, spec.name()).file(XgboostModel.BOOSTER)),
        Splits.EVALUATION.name(),
        Splits.EVALUATION.seed());
  }

  /** What the published model sees of all that this code computes. */
  static ModelSpec published(ModelSpec spec, ModelStore models)
      throws IOException, ModelRefusedException {
    StoredModel model = models.read(ModelGroup.FRAUD_DETECTION, spec.name());
    List<String> features = new ArrayList<>();
    model.json(XgboostModel.SCHEMA).path("features").forEach(name -> features.add(name.asText()));
    ModelSpec seen = spec.only(features);
    if (!features.equals(seen.features().schema().names())) {
      throw new IllegalStateException(model + " has other features than this code: train again");
    }
    return seen;
  }

  static List<Measure> evaluate(ModelSpec spec, ModelStore models, Split split, Dataset dataset)
      throws IOException, XGBoostError, ModelRefusedException {
    StoredModel model = models.read(ModelGroup.FRAUD_DETECTION, spec.name());
    byte[] artifact = model.file(XgboostModel.BOOSTER);
    Calibration calibration = Calibration.fromJson(model.json(XgboostModel.CALIBRATION));
    Booster booster = XGBoost.loadModel(new ByteArrayInputStream(artifact));
    try {
      return ModelEvaluation.measure(
          spec,
          split,
          dataset,
          BoosterTrainer.margins(booster, dataset),
          calibration,
          ModelStore.sha256(artifact));
    } finally {
      booster.dispose();
    }
  }
}
