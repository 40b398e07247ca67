package io.flowshield.demo;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.DeleteWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.io.File;
import java.io.IOException;
import java.net.URI;
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
 * whose histories survive a restart, else the Java test server, whose do not. Whoever uses it
 * registers search attributes, as with any other server.
 */
public final class TemporalProcess implements AutoCloseable {
  /** The namespace in use. */
  public static final String NAMESPACE = "default";

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final String DATABASE = "temporal.db";

  private final Path folder;
  private final int port;
  private final Optional<Path> command;
  private final List<String> searchAttributes = new ArrayList<>();
  private int uiPort;
  private boolean startedBefore;
  private @Nullable ChildProcess process;
  private @Nullable WorkflowServiceStubs stubs;

  public TemporalProcess(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    this.command = command();
  }

  /** The {@code temporal} command on this machine's path. */
  public static Optional<Path> command() {
    String path = System.getenv("PATH");
    for (String entry : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      Path candidate = Path.of(entry).resolve("temporal");
      if (!entry.isEmpty() && Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Shows its web pages on a port from the next start on; the Java test server has none. */
  public TemporalProcess ui(int portOfPages) {
    uiPort = portOfPages;
    return this;
  }

  /**
   * Gives the namespace a search attribute at the first start, as another user of it might have;
   * the Java test server ignores it.
   *
   * @param type as the command names it, for example {@code Double}
   */
  public TemporalProcess searchAttribute(String name, String type) {
    searchAttributes.add(name + "=" + type);
    return this;
  }

  /**
   * Starts it and waits until it serves. The first start begins with nothing; a later one goes on
   * with what was there, unless it is the Java test server.
   */
  public TemporalProcess start() throws IOException, InterruptedException {
    Files.createDirectories(folder);
    boolean first = !startedBefore;
    startedBefore = true;
    if (first) {
      for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(folder.resolve(DATABASE + suffix));
      }
    }
    ChildProcess started =
        ChildProcess.start(
            "Temporal",
            command.isPresent() ? developmentServer(command.get(), first) : testServer(),
            Map.of(),
            folder,
            folder.resolve("temporal.log"));
    process = started;
    started.awaitReady(this::serves, START_LIMIT);
    return this;
  }

  private List<String> developmentServer(Path program, boolean first) {
    List<String> line =
        new ArrayList<>(List.of(program.toString(), "server", "start-dev", "--ip", "127.0.0.1"));
    line.addAll(List.of("--port", String.valueOf(port)));
    line.addAll(List.of("--db-filename", folder.resolve(DATABASE).toString()));
    line.addAll(uiPort == 0 ? List.of("--headless") : List.of("--ui-port", String.valueOf(uiPort)));
    if (first) {
      searchAttributes.forEach(attribute -> line.addAll(List.of("--search-attribute", attribute)));
    }
    return line;
  }

  private List<String> testServer() {
    return ChildProcess.java(
        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
        TemporalTestServer.class.getName(),
        List.of(String.valueOf(port)));
  }

  /** The port opens before the namespace is there. */
  private boolean serves() {
    if (!Ports.answers(port)) {
      return false;
    }
    try {
      calls()
          .describeNamespace(DescribeNamespaceRequest.newBuilder().setNamespace(NAMESPACE).build());
      return true;
    } catch (StatusRuntimeException e) {
      // The Java test server knows no namespaces: it serves as soon as it answers.
      return e.getStatus().getCode() == Status.Code.UNIMPLEMENTED;
    }
  }

  /** Whether it is Temporal's own server: its workflows outlive a restart and can be searched. */
  public boolean real() {
    return command.isPresent();
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Where people look at workflows; empty where there are no such pages. */
  public Optional<URI> pages() {
    return real() && uiPort != 0
        ? Optional.of(URI.create("http://127.0.0.1:" + uiPort))
        : Optional.empty();
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
          calls()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(NAMESPACE)
                      .setExecution(execution(workflowId))
                      .build()));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Deletes a workflow with its history, a moment later; the Java test server cannot. */
  public void delete(String workflowId) {
    calls()
        .deleteWorkflowExecution(
            DeleteWorkflowExecutionRequest.newBuilder()
                .setNamespace(NAMESPACE)
                .setWorkflowExecution(execution(workflowId))
                .build());
  }

  private static WorkflowExecution execution(String workflowId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
  }

  private WorkflowServiceBlockingStub calls() {
    return stubs().blockingStub().withDeadlineAfter(10, TimeUnit.SECONDS);
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
