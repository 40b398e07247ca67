package io.flowshield.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flowshield.ml.model.Calibration;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.NativeLibraries;
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

  public static void main(String[] arguments) throws IOException, XGBoostError {
    Path models = Path.of(arguments[0]);
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

  private static List<Measure> evaluate(ModelSpec spec, Path models, Dataset dataset)
      throws IOException, XGBoostError {
    Path folder = ModelPublisher.folder(models, spec);
    byte[] artifact = Files.readAllBytes(folder.resolve(ModelStore.ARTIFACT));
    JsonNode metadata = JSON.readTree(folder.resolve(ModelStore.METADATA).toFile());
    String sha256 = ModelStore.sha256(artifact);
    if (!sha256.equals(metadata.path("files").path(ModelStore.ARTIFACT).asText())) {
      throw new IllegalStateException(folder + " is damaged: train it again");
    }
    JsonNode schema = JSON.readTree(folder.resolve(ModelStore.SCHEMA).toFile());
    List<String> features = new ArrayList<>();
    schema.path("features").forEach(name -> features.add(name.asText()));
    if (!features.equals(spec.features().schema().names())) {
      throw new IllegalStateException(folder + " has other features than this code: train again");
    }
    Calibration calibration =
        Calibration.fromJson(JSON.readTree(folder.resolve(ModelStore.CALIBRATION).toFile()));
    Booster booster = XGBoost.loadModel(new ByteArrayInputStream(artifact));
    try {
      return ModelEvaluation.measure(
          spec,
          Splits.EVALUATION,
          dataset,
          BoosterTrainer.margins(booster, dataset),
          calibration,
          sha256);
    } finally {
      booster.dispose();
    }
  }
}
