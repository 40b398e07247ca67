package io.flowshield.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.RiskEngine;
import io.flowshield.ml.RiskEngines;
import io.flowshield.ml.context.RiskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine adds to a JVM: prints one line of JSON with the time to load all models, the
 * resident memory before and after, and resident memory while it judges. To be run in a JVM of its
 * own whose heap is mapped from the start ({@code -Xms} as {@code -Xmx}, {@code
 * -XX:+AlwaysPreTouch}): then what grows is native, and what the heap holds is added from the
 * collector's own count.
 */
final class Footprint {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int SAMPLES = 20;
  private static final int THREADS = 2;

  private Footprint() {}

  /**
   * @param arguments folder of the models, assessments, most seconds
   */
  public static void main(String[] arguments) throws Exception {
    long assessments = Long.parseLong(arguments[1]);
    long end = System.nanoTime() + Long.parseLong(arguments[2]) * 1_000_000_000L;
    List<RiskContext> attempts = Logins.attempts(256);
    long heapBefore = heap();
    long residentBefore = resident();
    long start = System.nanoTime();
    ObjectNode result = new ObjectMapper().createObjectNode();
    try (RiskEngine engine = RiskEngines.builder(Path.of(arguments[0])).build()) {
      result.put("loadMillis", (System.nanoTime() - start) / 1_000_000);
      engine
          .health()
          .models()
          .forEach(model -> result.withObjectProperty("models").put(model.name(), model.state()));
      ArrayNode samples = result.putArray("residentBytes");
      for (int sample = 1; sample <= SAMPLES && System.nanoTime() < end; sample++) {
        judge(engine, attempts, assessments / SAMPLES / THREADS);
        result.put("assessments", engine.health().assessments());
        samples.add(resident());
        if (sample == 1) {
          result.put("heapGrowthBytes", heap() - heapBefore);
          result.put("nativeGrowthBytes", resident() - residentBefore);
        }
      }
    }
    System.out.println(result);
  }

  private static void judge(RiskEngine engine, List<RiskContext> attempts, long each)
      throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      int offset = i * 31;
      threads.add(
          new Thread(
              () -> {
                for (long n = 0; n < each; n++) {
                  engine.assess(attempts.get((int) ((n + offset) % attempts.size())), 0.01);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** Bytes that live objects hold. */
  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Bytes of this process in memory. */
  private static long resident() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow(() -> new IOException("No VmRSS in " + STATUS));
  }
}
