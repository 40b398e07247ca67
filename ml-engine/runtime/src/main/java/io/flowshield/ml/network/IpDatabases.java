package io.flowshield.ml.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Opens address databases by the ending of their file names. */
public final class IpDatabases {
  private IpDatabases() {}

  /**
   * Opens {@code .mmdb} (MaxMind's format) or {@code .csv} (see {@link CsvIpDatabase}).
   *
   * @throws IOException when the file cannot be read or has another ending; the message says why
   */
  public static IpDatabase open(Path file) throws IOException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    if (name.endsWith(".mmdb")) {
      return new MmdbIpDatabase(file);
    }
    if (name.endsWith(".csv")) {
      return CsvIpDatabase.read(file);
    }
    throw new IOException(file + " is neither an .mmdb nor a .csv file");
  }
}
