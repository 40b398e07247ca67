package io.flowshield.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The worker in a process of its own; it can be killed and started again. */
public final class WorkerProcess implements AutoCloseable {
  private static final String MAIN = "io.flowshield.worker.WorkerMain";
  private static final String READY = "worker ready";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final Path folder;
  private final Map<String, String> environment;
  private int starts;
  private @Nullable ChildProcess process;

  /**
   * @param environment variables beside those of this process
   * @param configuration JSON, as documented for the worker
   */
  public WorkerProcess(Path folder, Map<String, String> environment, String configuration)
      throws IOException {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("worker.json"), configuration);
  }

  /** Starts it and waits until it polls. */
  public WorkerProcess start() throws IOException, InterruptedException {
    return launch().awaitReady();
  }

  /** Starts it. */
  public WorkerProcess launch() throws IOException {
    starts++;
    process = run("worker-" + starts + ".log", folder.resolve("worker.json").toString());
    return this;
  }

  /** Waits until it polls. */
  public WorkerProcess awaitReady() throws InterruptedException {
    if (process == null) {
      throw new IllegalStateException("the worker was not started");
    }
    process.awaitReady(this::ready, START_LIMIT);
    return this;
  }

  /** Whether it polls, or has polled before it ended. */
  public boolean ready() {
    return tail(400).contains(READY);
  }

  /** Has search attributes created by the worker's program and answers its exit code. */
  public int registerSearchAttributes() throws IOException, InterruptedException {
    return run("register.log", "--register-search-attributes").await(START_LIMIT);
  }

  private ChildProcess run(String logName, String argument) throws IOException {
    Path log = folder.resolve(logName);
    // The log tells when it is ready: an earlier run's must not.
    Files.deleteIfExists(log);
    return ChildProcess.start(
        "Worker",
        ChildProcess.java(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"), MAIN, List.of(argument)),
        environment,
        folder,
        log);
  }

  /** Ends it like {@code kill -9}. */
  public void kill() throws InterruptedException {
    if (process != null) {
      process.kill();
    }
  }

  /** The last lines of its log. */
  public String tail(int lines) {
    return process == null ? "" : process.tail(lines);
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop();
    }
  }
}
