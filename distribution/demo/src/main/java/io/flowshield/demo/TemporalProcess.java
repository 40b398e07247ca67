package io.flowshield.demo;

import io.flowshield.workflow.SearchAttributes;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.SearchAttributeKey;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal server in a process of its own: the {@code temporal} command when it is on the path,
 * whose histories survive a restart, else the Java test server, whose do not.
 */
public final class TemporalProcess implements AutoCloseable {
  /** The namespace in use. */
  public static final String NAMESPACE = "default";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Path folder;
  private final int port;
  private final Optional<Path> command;
  private @Nullable ChildProcess process;
  private @Nullable WorkflowServiceStubs stubs;

  public TemporalProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.command = onPath("temporal");
  }

  /** Starts it, waits until it answers and registers our search attributes. */
  public TemporalProcess start() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    List<String> line =
        command.isPresent()
            ? List.of(
                command.get().toString(),
                "server",
                "start-dev",
                "--ip",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--headless",
                "--db-filename",
                folder.resolve("temporal.db").toString())
            : ChildProcess.java(
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                TemporalTestServer.class.getName(),
                List.of(String.valueOf(port)));
    ChildProcess started =
        ChildProcess.start("Temporal", line, Map.of(), folder, folder.resolve("temporal.log"));
    process = started;
    started.awaitReady(() -> Ports.answers(port), START_LIMIT);
    registerSearchAttributes();
    return this;
  }

  /** Whether workflows outlive a restart of it. */
  public boolean persistent() {
    return command.isPresent();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it like {@code kill -9}. */
  public void kill() throws InterruptedException {
    if (process != null) {
      process.kill();
    }
  }

  /** A client, which waits for the server when it is away. */
  public WorkflowClient client() {
    return WorkflowClient.newInstance(stubs());
  }

  /** What the server knows about a workflow; empty when it knows none of that id. */
  public Optional<DescribeWorkflowExecutionResponse> describe(String workflowId) {
    try {
      return Optional.of(
          stubs()
              .blockingStub()
              .withDeadlineAfter(10, TimeUnit.SECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(NAMESPACE)
                      .setExecution(
                          WorkflowExecution.newBuilder().setWorkflowId(workflowId).build())
                      .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private synchronized WorkflowServiceStubs stubs() {
    WorkflowServiceStubs existing = stubs;
    if (existing == null) {
      existing =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(address()).build());
      stubs = existing;
    }
    return existing;
  }

  private void registerSearchAttributes() throws InterruptedException {
    OperatorServiceStubs operator =
        OperatorServiceStubs.newServiceStubs(
            OperatorServiceStubsOptions.newBuilder()
                .setTarget(address())
                .validateAndBuildWithDefaults());
    try {
      for (SearchAttributeKey<?> key : SearchAttributes.ALL) {
        register(operator, key);
      }
    } finally {
      operator.shutdownNow();
    }
  }

  private static void register(OperatorServiceStubs operator, SearchAttributeKey<?> key)
      throws InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        operator
            .blockingStub()
            .addSearchAttributes(
                AddSearchAttributesRequest.newBuilder()
                    .setNamespace(NAMESPACE)
                    .putSearchAttributes(key.getName(), indexed(key))
                    .build());
        return;
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
          return;
        }
        if (System.nanoTime() > end) {
          throw e;
        }
        Thread.sleep(250);
      }
    }
  }

  private static IndexedValueType indexed(SearchAttributeKey<?> key) {
    return key.getValueType();
  }

  /** Finds a program as a shell would. */
  private static Optional<Path> onPath(String program) {
    String path = System.getenv("PATH");
    List<Path> found = new ArrayList<>();
    if (path != null) {
      for (String entry : path.split(File.pathSeparator, -1)) {
        Path candidate = Path.of(entry).resolve(program);
        if (!entry.isEmpty() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
          found.add(candidate);
        }
      }
    }
    return found.stream().findFirst();
  }

  @Override
  public void close() {
    if (stubs != null) {
      stubs.shutdownNow();
    }
    if (process != null) {
      process.stop();
    }
  }
}
