package io.flowshield.ml.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** Copies a stream to a file, but neither too much nor for too long. */
final class BoundedCopy {
  /**
   * A read may wait as long as its socket's time limit; all of them together no longer than this.
   */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final int BUFFER = 64 * 1024;

  private BoundedCopy() {}

  static void copy(InputStream in, Path target, long maxBytes) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    long total = 0;
    byte[] buffer = new byte[BUFFER];
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        total += read;
        if (total > maxBytes) {
          throw new IOException(target.getFileName() + " is larger than " + maxBytes + " bytes");
        }
        if (System.nanoTime() - end > 0) {
          throw new IOException(target.getFileName() + " takes too long");
        }
        out.write(buffer, 0, read);
      }
    }
  }
}
