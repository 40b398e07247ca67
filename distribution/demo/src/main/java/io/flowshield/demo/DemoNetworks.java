package io.flowshield.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Addresses of the demo: ranges kept for documentation (RFC 5737) and, as a city of many
 * neighbourhoods, for benchmarks (RFC 2544), with places made up for them.
 */
public final class DemoNetworks {
  /** Somebody's home in Berlin. */
  public static final String BERLIN = "192.0.2.10";

  /** The office of the same city, another provider. */
  public static final String BERLIN_OFFICE = "192.0.2.200";

  /**
   * A home in Sao Paulo. The table gives no coordinates: the demo's people sign in seconds apart,
   * and impossible travel would be denied where the demo wants to show a challenge.
   */
  public static final String SAO_PAULO = "198.51.100.20";

  /** A data centre. */
  public static final String HOSTING = "203.0.113.10";

  /** A Tor exit. */
  public static final String TOR = "203.0.113.200";

  private static final String TABLE = "/demo/networks.csv";

  private DemoNetworks() {}

  /** Writes the table for {@code --spi-flowshield-risk--default--ip-database}. */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("networks.csv");
    try (InputStream in = DemoNetworks.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException("the demo has no " + TABLE);
      }
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return file;
  }
}
