package io.flowshield.ml;

import io.flowshield.ml.model.ModelTrust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Opens an engine in a JVM of its own and prints what it made of it. */
public final class NativeProbe {
  private NativeProbe() {}

  public static void main(String[] arguments) throws IOException {
    try (RiskEngine engine =
        RiskEngines.builder(Path.of(arguments[0]))
            .trust(ModelTrust.HASHES_ONLY)
            .budget(Duration.ofSeconds(5))
            .build()) {
      RiskAssessment assessment = engine.assess(Attempts.login(Attempts.ABROAD), 0.01);
      EngineHealth health = engine.health();
      health.models().forEach(model -> System.out.println(model.name() + " " + model.state()));
      System.out.println("native " + health.nativeLibraries());
      System.out.println("detail " + health.nativeDetail());
      System.out.println("fallback " + assessment.fallbackCause().orElse("none"));
      System.out.println("score " + assessment.score());
      Files.readAllLines(Path.of("/proc/self/maps")).stream()
          .filter(line -> line.contains("libgomp"))
          .map(line -> line.substring(line.indexOf('/')))
          .distinct()
          .forEach(file -> System.out.println("mapped " + file));
      benchmark(engine);
    }
  }

  /** A figure to look at, not one to rely on. */
  private static void benchmark(RiskEngine engine) {
    long start = System.nanoTime();
    int calls = 2_000;
    for (int i = 0; i < calls; i++) {
      engine.assess(Attempts.login(Attempts.ABROAD), 0.01);
    }
    System.out.println("micros " + (System.nanoTime() - start) / 1_000 / calls);
  }
}
