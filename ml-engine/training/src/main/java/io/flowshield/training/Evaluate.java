package io.flowshield.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flowshield.ml.model.NativeLibraries;
import io.flowshield.training.email.EmailEvaluation;
import io.flowshield.training.password.PasswordEvaluation;
import io.flowshield.training.typing.TypingEvaluation;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code ./mvnw -Pevaluate}: measures the published models, writes {@code evaluation.json} and a
 * table, and ends with 1 when a gate is missed; with {@code -Dflowshield.only=<subject>} only those
 * measures.
 *
 * <p>Arguments: the {@code models} folder, and the file to write.
 */
public final class Evaluate {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final List<Evaluation> EVALUATIONS =
      List.of(
          new SimulatorEvaluation(),
          new TypingEvaluation(),
          new PasswordEvaluation(),
          new EmailEvaluation(),
          new AnomalyEvaluation(),
          new FraudEvaluation(),
          new RecordedEvaluation());

  private Evaluate() {}

  public static void main(String[] arguments) throws Exception {
    Path report = Path.of(arguments[1]);
    PrintStream out = System.out;
    Workshop workshop = new Workshop(Path.of(arguments[0]), Workshop.namedData(), "", out);
    NativeLibraries.State libraries = NativeLibraries.load(null);
    if (libraries.status() == NativeLibraries.Status.MISSING) {
      throw new IllegalStateException("XGBoost cannot be loaded: " + libraries.detail());
    }
    String only = System.getProperty("flowshield.only", "");
    List<Evaluation> wanted =
        EVALUATIONS.stream()
            .filter(evaluation -> only.isEmpty() || evaluation.subjects().contains(only))
            .toList();
    if (wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "No measures begin with "
              + only
              + "; there are "
              + EVALUATIONS.stream().flatMap(e -> e.subjects().stream()).sorted().toList());
    }
    List<Measure> measures = new ArrayList<>();
    Set<String> run = new LinkedHashSet<>();
    List<String> skipped = new ArrayList<>();
    for (Evaluation evaluation : wanted) {
      try {
        measures.addAll(evaluation.measure(workshop));
        run.addAll(evaluation.subjects());
      } catch (MissingDataException e) {
        skipped.add(evaluation.subjects() + " needs " + e.getMessage());
      }
    }
    measures.sort(Comparator.comparing(Measure::measure));
    Path parent = report.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.writeString(report, JSON.writeValueAsString(measures) + "\n");
    print(measures, out);
    skipped.forEach(line -> out.println("skipped: " + line));
    out.println("Written to " + report.getFileName());
    List<String> missed = Gates.missed(measures, run);
    if (!missed.isEmpty()) {
      missed.forEach(line -> out.println("missed: " + line));
      System.exit(1);
    }
  }

  private static void print(List<Measure> measures, PrintStream out) {
    out.print(
        "| measure | value | 95 % interval | baseline | must | data | split | seed | SHA-256 |\n"
            + "|---|---|---|---|---|---|---|---|---|\n");
    for (Measure measure : measures) {
      out.printf(
          Locale.ROOT,
          "%s %s | %s | %s | %d | %.12s |%n",
          ModelCard.row(measure).strip(),
          Gates.must(measure),
          measure.data(),
          measure.split(),
          measure.seed(),
          measure.sha256());
    }
  }
}
