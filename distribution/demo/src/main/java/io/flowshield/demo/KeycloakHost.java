package io.flowshield.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What a Keycloak server runs on: a folder of this machine, or a container's image. */
public interface KeycloakHost {
  /** Puts into a new folder what the server needs there. */
  void layTo(Path home) throws IOException;

  /**
   * Starts a server.
   *
   * @param home its folder
   * @param jvmOptions of its Java virtual machine
   * @param arguments of {@code kc.sh}
   * @param log where its output is appended
   */
  Running start(Path home, List<String> jvmOptions, List<String> arguments, Path log)
      throws IOException;

  /** A server that was started. */
  interface Running {
    /** Whether it has not ended. */
    boolean alive();

    /** Its process's id on this machine. */
    long pid();

    /**
     * Waits until it is ready.
     *
     * @throws IllegalStateException with the end of its log, when it dies or the time is up
     */
    void awaitReady(BooleanSupplier ready, Duration limit) throws InterruptedException;

    /** Asks it to end, and insists after half a minute. */
    void stop();

    /** Ends it like {@code kill -9}. */
    void kill() throws InterruptedException;

    /** The last lines of its log. */
    String tail(int lines);
  }
}
