package io.flowshield.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * {@code ./mvnw -Pbenchmark}: measures, writes {@code target/benchmark.json} and a table, and ends
 * with 1 when a bound is missed. {@code -Dflowshield.only=} picks {@code time}, {@code memory} (a
 * short run), {@code endurance} (ten million assessments) or {@code reference} (grows the reference
 * model again); without it {@code time} and {@code memory} run.
 *
 * <p>Times are compared within a round, in which the things compared follow each other; the median
 * over the rounds counts, so that a machine that does other things as well says the same.
 */
public final class Benchmark {
  private static final int ROUNDS = 3;
  private static final long MEGABYTE = 1024 * 1024;

  private final Path models;
  private final List<Figure> figures = new ArrayList<>();

  private Benchmark(Path models) {
    this.models = models;
  }

  /**
   * @param arguments folder of the models, file for the figures
   */
  public static void main(String[] arguments) throws Exception {
    String only = System.getProperty("flowshield.only", "");
    if (only.equals("reference")) {
      Path file =
          Path.of("ml-engine/benchmark/src/main/resources/io/flowshield/benchmark")
              .resolve(ReferenceModel.RESOURCE);
      ReferenceModel.write(file);
      System.out.println("Wrote " + file);
      return;
    }
    Benchmark benchmark = new Benchmark(Path.of(arguments[0]).toAbsolutePath());
    switch (only) {
      case "" -> {
        benchmark.time();
        benchmark.memory(400_000, 90);
      }
      case "time" -> benchmark.time();
      case "memory" -> benchmark.memory(400_000, 90);
      case "endurance" -> benchmark.memory(10_000_000, 1_500);
      default -> throw new IllegalArgumentException("Nothing is called " + only);
    }
    benchmark.report(Path.of(arguments[1]));
    System.exit(benchmark.figures.stream().allMatch(Figure::holds) ? 0 : 1);
  }

  private void time() throws RunnerException {
    List<double[]> bare = new ArrayList<>();
    List<double[]> trees = new ArrayList<>();
    List<double[]> login = new ArrayList<>();
    List<double[]> threads = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      System.out.println("Round " + round + " of " + ROUNDS);
      bare.add(percentiles("bare"));
      login.add(percentiles("login"));
      trees.add(percentiles("trees"));
      threads.add(new double[] {throughput(1), throughput(2)});
    }
    figures.add(Figure.of("profile.p50", percentiles("profile")[0], "us"));
    figures.add(Figure.of("bare.p50", median(bare, r -> r[0]), "us"));
    figures.add(Figure.of("trees.p50", median(trees, r -> r[0]), "us"));
    figures.add(Figure.of("login.p50", median(login, r -> r[0]), "us"));
    figures.add(Figure.of("login.p99", median(login, r -> r[1]), "us"));
    List<double[]> ratios = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      ratios.add(
          new double[] {
            login.get(round)[0] / bare.get(round)[0],
            login.get(round)[1] / login.get(round)[0],
            threads.get(round)[1] / threads.get(round)[0]
          });
    }
    figures.add(Figure.atMost("login.p50_to_bare", median(ratios, r -> r[0]), "x", 10));
    figures.add(Figure.atMost("login.p99_to_p50", median(ratios, r -> r[1]), "x", 5));
    figures.add(Figure.atLeast("login.two_threads_to_one", median(ratios, r -> r[2]), "x", 1.8));
  }

  private interface Part {
    double of(double[] figures);
  }

  private static double median(List<double[]> rounds, Part part) {
    double[] sorted = rounds.stream().mapToDouble(part::of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Median and 99th percentile in microseconds. */
  private double[] percentiles(String name) throws RunnerException {
    Result<?> result = run(name, Mode.SampleTime, 1);
    return new double[] {
      result.getStatistics().getPercentile(50), result.getStatistics().getPercentile(99)
    };
  }

  private double throughput(int threads) throws RunnerException {
    return run("login", Mode.Throughput, threads).getScore();
  }

  private Result<?> run(String name, Mode mode, int threads) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(AssessmentBenchmark.class.getName() + "\\." + name + "$")
                    .mode(mode)
                    .threads(threads)
                    .forks(1)
                    .warmupIterations(4)
                    .warmupTime(TimeValue.seconds(1))
                    .measurementIterations(3)
                    .measurementTime(TimeValue.seconds(1))
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .verbosity(VerboseMode.SILENT)
                    .shouldFailOnError(true)
                    .jvmArgs(
                        "-Xms512m",
                        "-Xmx512m",
                        "-Djmh.ignoreLock=true",
                        "-D" + AssessmentBenchmark.MODELS_PROPERTY + "=" + models)
                    .build())
            .run();
    return results.iterator().next().getPrimaryResult();
  }

  /** Runs {@link Footprint} in a JVM of its own. */
  private void memory(long assessments, long seconds) throws IOException, InterruptedException {
    if (!Files.isReadable(Path.of("/proc/self/status"))) {
      System.out.println("Skipped: memory is read from /proc, which this system does not have");
      return;
    }
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms512m",
                "-Xmx512m",
                "-XX:+AlwaysPreTouch",
                "-classpath",
                System.getProperty("java.class.path"),
                Footprint.class.getName(),
                models.toString(),
                Long.toString(assessments),
                Long.toString(seconds))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("The measured JVM failed: " + output);
    }
    JsonNode result = new ObjectMapper().readTree(output);
    System.out.println("Models: " + result.path("models"));
    JsonNode resident = result.path("residentBytes");
    figures.add(
        Figure.atMost("load.all_models", result.path("loadMillis").asDouble(), "ms", 2_000));
    double growth =
        result.path("heapGrowthBytes").asDouble() + result.path("nativeGrowthBytes").asDouble();
    figures.add(
        Figure.of("memory.heap", result.path("heapGrowthBytes").asDouble() / MEGABYTE, "MB"));
    figures.add(Figure.atMost("memory.resident_growth", growth / MEGABYTE, "MB", 250));
    // What happens in the first tenth is loading and compiling.
    double from = resident.get(resident.size() / 10).asDouble();
    double to = resident.get(resident.size() - 1).asDouble();
    figures.add(Figure.of("memory.assessments", result.path("assessments").asDouble(), ""));
    figures.add(Figure.atMost("memory.native_drift", (to - from) / MEGABYTE, "MB", 16));
  }

  private void report(Path file) throws IOException {
    String machine =
        String.format(
            Locale.ROOT,
            "%s, %d processors, %d GB, JDK %s",
            processor(),
            Runtime.getRuntime().availableProcessors(),
            ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                    .getTotalMemorySize()
                / (1024 * MEGABYTE),
            System.getProperty("java.version"));
    ObjectMapper json = new ObjectMapper();
    ArrayNode list = json.createArrayNode();
    System.out.println(machine);
    System.out.printf("%-28s %12s %-4s %-10s%n", "figure", "value", "", "bound");
    for (Figure figure : figures) {
      ObjectNode node = list.addObject();
      node.put("figure", figure.name()).put("value", figure.value()).put("unit", figure.unit());
      node.put("bound", figure.bound()).put("holds", figure.holds()).put("machine", machine);
      System.out.printf(
          Locale.ROOT,
          "%-28s %12s %-4s %-10s%s%n",
          figure.name(),
          Figure.number(figure.value()),
          figure.unit(),
          figure.bound(),
          figure.holds() ? "" : "  MISSED");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    json.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), list);
  }

  private static String processor() throws IOException {
    Path info = Path.of("/proc/cpuinfo");
    return Files.isReadable(info)
        ? Files.readAllLines(info).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse(System.getProperty("os.arch"))
        : System.getProperty("os.arch");
  }
}
