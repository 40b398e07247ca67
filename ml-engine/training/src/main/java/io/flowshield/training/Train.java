package io.flowshield.training;

import io.flowshield.ml.model.NativeLibraries;
import io.flowshield.training.email.FreeTextTrainer;
import io.flowshield.training.email.LocalPartTrainer;
import io.flowshield.training.password.PasswordTrainer;
import io.flowshield.training.typing.TypingModelTrainer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * {@code ./mvnw -Ptrain}: trains every model there is data for and publishes it; with {@code
 * -Dflowshield.only=<name>} only that one. What is unsigned afterwards is signed ({@link Signing});
 * {@code -Dflowshield.only=sign} does nothing else.
 *
 * <p>Arguments: the {@code models} folder, and the date to write down.
 */
public final class Train {
  /** Those whose outputs are features of others come first. */
  private static final List<Trainer> TRAINERS =
      List.of(
          new TypingModelTrainer(),
          new PasswordTrainer(),
          new LocalPartTrainer(),
          new FreeTextTrainer(),
          new FraudModelTrainer());

  /** Trains nothing, signs what is there. */
  private static final String SIGN = "sign";

  private Train() {}

  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    Workshop workshop =
        new Workshop(Path.of(arguments[0]), Workshop.namedData(), arguments[1], out);
    String only = System.getProperty("flowshield.only", "");
    NativeLibraries.State libraries = NativeLibraries.load(null);
    if (libraries.status() == NativeLibraries.Status.MISSING) {
      throw new IllegalStateException("XGBoost cannot be loaded: " + libraries.detail());
    }
    if (!only.isEmpty()
        && !only.equals(SIGN)
        && TRAINERS.stream().noneMatch(trainer -> trainer.name().equals(only))) {
      throw new IllegalArgumentException(
          "No training is called "
              + only
              + "; there are "
              + TRAINERS.stream().map(Trainer::name).toList());
    }
    for (Trainer trainer : TRAINERS) {
      if (!only.isEmpty() && !trainer.name().equals(only)) {
        continue;
      }
      long start = System.nanoTime();
      try {
        trainer.train(workshop);
        out.printf(
            "%s: trained in %d s%n",
            trainer.name(), Duration.ofNanos(System.nanoTime() - start).toSeconds());
      } catch (MissingDataException e) {
        out.printf("%s: skipped, it needs %s%n", trainer.name(), e.getMessage());
      }
    }
    Signing.sign(workshop.models(), out);
  }
}
