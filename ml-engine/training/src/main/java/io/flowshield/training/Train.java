package io.flowshield.training;

import io.flowshield.ml.model.NativeLibraries;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * {@code ./mvnw -Ptrain}: trains every model there is data for and publishes it.
 *
 * <p>Arguments: the {@code models} folder, and the date to write down.
 */
public final class Train {
  private Train() {}

  public static void main(String[] arguments) throws IOException, XGBoostError {
    Path models = Path.of(arguments[0]);
    String date = arguments[1];
    PrintStream out = System.out;
    NativeLibraries.State libraries = NativeLibraries.load(null);
    if (libraries.status() == NativeLibraries.Status.MISSING) {
      throw new IllegalStateException("XGBoost cannot be loaded: " + libraries.detail());
    }
    ModelPublisher publisher = new ModelPublisher(models, date);
    long start = System.nanoTime();
    for (TrainedModel model : FraudModelTrainer.train(ModelSpec.ALL, Splits.PUBLISHED)) {
      Path folder = FraudModelFiles.publish(model, publisher);
      out.printf(
          "%s: %d trees, %d bytes, published to %s%n",
          model.spec().name(), model.rounds(), model.booster().length, models.relativize(folder));
      model.measures().forEach(measure -> out.print("  " + ModelCard.row(measure)));
    }
    out.printf("trained in %d s%n", Duration.ofNanos(System.nanoTime() - start).toSeconds());
    out.println("behavioral_auth: skipped, nobody's typing is recorded yet to enrol and compare");
    out.println(
        "password_analysis: skipped, no password list was given and no model is written yet");
    out.println("nlp_models: skipped, no labelled mail addresses or profile texts yet");
  }
}
