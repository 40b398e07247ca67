package io.flowshield.tests.stack;

import com.github.dockerjava.api.exception.NotFoundException;
import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.flowshield.demo.KeycloakHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.startupcheck.IsRunningStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.MountableFile;

/**
 * Keycloak as the image that administrators get, named by the system property {@code
 * flowshield.image}. It runs on this machine's own network, so that it meets the mail catcher,
 * Temporal and the rest on loopback as a process would, with the models that the image carries.
 */
final class KeycloakImage implements KeycloakHost {
  private static final String PROPERTY = "flowshield.image";
  private static final String HOME = "/opt/keycloak";
  private static final String NETWORKS = "--spi-flowshield-risk--default--ip-database=";
  private static final String MODELS = "--spi-flowshield-risk--default--models-dir=";

  private final String image;

  private KeycloakImage(String image) {
    this.image = image;
  }

  /** The image that this run is about; empty when it is about no image. */
  static Optional<KeycloakHost> ofRun() {
    assumeAvailable();
    return name().map(KeycloakImage::new);
  }

  /** Skips the test, or the class, when this run is about an image that cannot be run here. */
  static void assumeAvailable() {
    name().ifPresent(KeycloakImage::assumeAvailable);
  }

  private static void assumeAvailable(String image) {
    DockerClientFactory docker = DockerClientFactory.instance();
    Assumptions.assumeTrue(docker.isDockerAvailable(), "no engine runs containers here");
    try {
      docker.client().inspectImageCmd(image).exec();
    } catch (NotFoundException e) {
      Assumptions.abort("the engine has no image " + image + " (.ci/docker builds it)");
    }
  }

  private static Optional<String> name() {
    return Optional.ofNullable(System.getProperty(PROPERTY)).filter(name -> !name.isBlank());
  }

  @Override
  public void layTo(Path home) throws IOException {
    Files.createDirectories(home);
  }

  @Override
  public Running start(Path home, List<String> jvmOptions, List<String> arguments, Path log)
      throws IOException {
    KeycloakContainer container =
        new KeycloakContainer(image)
            .withProductionMode()
            .withOptimizedFlag()
            .withEnabledMetrics()
            .withRamPercentage(1, 10)
            .withEnv("JAVA_OPTS_APPEND", javaOptions(jvmOptions))
            .withNetworkMode("host")
            // None is mapped there, and the library would wait for each.
            .withExposedPorts()
            .withImagePullPolicy(name -> false)
            .withStartupCheckStrategy(new IsRunningStartupCheckStrategy())
            // The caller asks for health.
            .waitingFor(new Caller())
            .withLogConsumer(frame -> append(log, frame));
    try (Stream<Path> realms = Files.list(home.resolve("data/import"))) {
      for (Path realm : realms.toList()) {
        container.withCopyFileToContainer(
            MountableFile.forHostPath(realm, 0644), HOME + "/data/import/" + realm.getFileName());
      }
    }
    List<String> given = new ArrayList<>(arguments);
    // The container class says these itself.
    given.removeAll(List.of("start", "--optimized", "--import-realm"));
    for (String argument : given) {
      if (argument.startsWith(NETWORKS)) {
        Path file = Path.of(argument.substring(NETWORKS.length()));
        String copy = HOME + "/flowshield/" + file.getFileName();
        container.withCopyFileToContainer(MountableFile.forHostPath(file, 0644), copy);
        container.withCustomCommand(NETWORKS + copy);
      } else if (!argument.startsWith(MODELS)) {
        container.withCustomCommand(argument);
      }
    }
    container.start();
    return new InContainer(container, log);
  }

  private static String javaOptions(List<String> options) {
    List<String> all = new ArrayList<>(List.of("-Djava.io.tmpdir=" + HOME + "/native"));
    all.addAll(options);
    return String.join(" ", all);
  }

  private static synchronized void append(Path log, OutputFrame frame) {
    try {
      Files.writeString(
          log, frame.getUtf8String(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves the waiting to whoever asked for the start. */
  private static final class Caller extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }

  private record InContainer(KeycloakContainer container, Path log) implements Running {
    @Override
    public boolean alive() {
      return container.isRunning();
    }

    @Override
    public long pid() {
      return container.getCurrentContainerInfo().getState().getPidLong();
    }

    @Override
    public void awaitReady(BooleanSupplier ready, Duration limit) throws InterruptedException {
      long end = System.nanoTime() + limit.toNanos();
      while (!ready.getAsBoolean()) {
        if (!alive() || System.nanoTime() > end) {
          throw new IllegalStateException(
              "Keycloak's container %s; the end of %s:%n%s"
                  .formatted(alive() ? "was not ready after " + limit : "ended", log, tail(60)));
        }
        Thread.sleep(250);
      }
    }

    @Override
    public void stop() {
      container.stop();
    }

    @Override
    public void kill() {
      container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public String tail(int lines) {
      try {
        List<String> all = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
        return String.join(
            System.lineSeparator(), all.subList(Math.max(0, all.size() - lines), all.size()));
      } catch (IOException e) {
        return "(not readable: " + e + ")";
      }
    }
  }
}
