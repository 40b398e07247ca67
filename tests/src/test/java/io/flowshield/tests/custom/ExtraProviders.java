package io.flowshield.tests.custom;

import io.flowshield.example.OutsideOfficeHours;
import io.flowshield.risk.custom.CustomSignal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What administrators may have in {@code providers/} beside the pack: the example, and worse. */
public final class ExtraProviders {
  private ExtraProviders() {}

  /**
   * Jars for Keycloak.
   *
   * @param folder for the one that is made here
   */
  public static List<Path> jars(Path folder) throws Exception {
    return List.of(
        Path.of(
            OutsideOfficeHours.class.getProtectionDomain().getCodeSource().getLocation().toURI()),
        unruly(Files.createDirectories(folder)));
  }

  private static Path unruly(Path folder) throws IOException {
    Path jar = folder.resolve("unruly-signal.jar");
    String type = UnrulySignal.class.getName().replace('.', '/') + ".class";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        InputStream code =
            Objects.requireNonNull(UnrulySignal.class.getClassLoader().getResourceAsStream(type))) {
      add(zip, type, code.readAllBytes());
      add(
          zip,
          "META-INF/services/" + CustomSignal.class.getName(),
          UnrulySignal.class.getName().getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  /** Without a time, so that equal content makes equal jars. */
  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
