package io.flowshield.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flowshield.ml.model.Calibration;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.model.NativeLibraries;
import io.flowshield.ml.model.StoredModel;
import io.flowshield.ml.model.XgboostModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * {@code ./mvnw -Pevaluate}: measures the published models on a world that no training has seen,
 * with the attack families and the honest group that were held out.
 *
 * <p>Arguments: the {@code models} folder, and the file to write.
 */
public final class Evaluate {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Evaluate() {}

  public static void main(String[] arguments)
      throws IOException, XGBoostError, ModelRefusedException {
    ModelStore models = new ModelStore(Path.of(arguments[0]), ModelTrust.HASHES_ONLY);
    Path report = Path.of(arguments[1]);
    NativeLibraries.State libraries = NativeLibraries.load(null);
    if (libraries.status() == NativeLibraries.Status.MISSING) {
      throw new IllegalStateException("XGBoost cannot be loaded: " + libraries.detail());
    }
    Map<ModelSpec, Dataset> datasets = Dataset.simulate(ModelSpec.ALL, Splits.EVALUATION);
    List<Measure> measures = new ArrayList<>();
    for (ModelSpec spec : ModelSpec.ALL) {
      measures.addAll(
          evaluate(spec, models, Objects.requireNonNull(datasets.get(spec), spec::name)));
    }
    Path parent = report.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(report, JSON.writeValueAsString(measures) + "\n");
    PrintStream out = System.out;
    out.printf(
        "Simulated traffic, split %s, seed %d, %d realms; tpr and fpr at 2 %% (login) and 1 %%"
            + " (registration) of honest attempts%n| measure | value | 95 %% interval | baseline"
            + " |%n|---|---|---|---|%n",
        Splits.EVALUATION.name(), Splits.EVALUATION.seed(), Splits.EVALUATION.realms());
    measures.forEach(measure -> out.print(ModelCard.row(measure)));
    out.println("Written to " + report.getFileName());
  }

  private static List<Measure> evaluate(ModelSpec spec, ModelStore models, Dataset dataset)
      throws IOException, XGBoostError, ModelRefusedException {
    StoredModel model = models.read(ModelGroup.FRAUD_DETECTION, spec.name());
    byte[] artifact = model.file(XgboostModel.BOOSTER);
    List<String> features = new ArrayList<>();
    model.json(XgboostModel.SCHEMA).path("features").forEach(name -> features.add(name.asText()));
    if (!features.equals(spec.features().schema().names())) {
      throw new IllegalStateException(model + " has other features than this code: train again");
    }
    Calibration calibration = Calibration.fromJson(model.json(XgboostModel.CALIBRATION));
    Booster booster = XGBoost.loadModel(new ByteArrayInputStream(artifact));
    try {
      return ModelEvaluation.measure(
          spec,
          Splits.EVALUATION,
          dataset,
          BoosterTrainer.margins(booster, dataset),
          calibration,
          ModelStore.sha256(artifact));
    } finally {
      booster.dispose();
    }
  }
}
