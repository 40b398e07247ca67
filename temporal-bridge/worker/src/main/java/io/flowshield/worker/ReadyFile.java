package io.flowshield.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A file that is there while the worker takes work, for health checks that have nothing else to ask
 * a process without a port. Named by {@code FLOWSHIELD_WORKER_READY_FILE}; none unless set.
 */
final class ReadyFile {
  private static final String VARIABLE = "FLOWSHIELD_WORKER_READY_FILE";

  private final Optional<Path> file;

  private ReadyFile(Optional<Path> file) {
    this.file = file;
  }

  /**
   * Removes what an earlier process left.
   *
   * @throws IOException when the file cannot be removed
   */
  static ReadyFile of(Map<String, String> environment) throws IOException {
    ReadyFile ready =
        new ReadyFile(
            Optional.ofNullable(environment.get(VARIABLE))
                .filter(name -> !name.isBlank())
                .map(Path::of));
    ready.remove();
    return ready;
  }

  /** From now on the worker takes work. */
  void write() throws IOException {
    if (file.isPresent()) {
      Files.writeString(file.get(), "ready\n");
    }
  }

  /** From now on it does not. */
  void remove() throws IOException {
    if (file.isPresent()) {
      Files.deleteIfExists(file.get());
    }
  }
}
