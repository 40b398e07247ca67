package io.flowshield.tests.existing;

import io.flowshield.demo.DemoFolders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * {@code java -jar flowshield-realm.jar}, out of the administrators' zip, in a process of its own.
 */
final class AdministratorsCommand {
  private final Path jar;
  private final URI server;

  /**
   * How it ended.
   *
   * @param code exit code
   * @param output what it printed
   */
  record Result(int code, String output) {}

  AdministratorsCommand(Path folder, URI server) throws IOException {
    this.server = server;
    unpack(zip(DemoFolders.ofBuild().pack()), folder);
    this.jar = folder.resolve("flowshield/flowshield-realm.jar");
  }

  Result run(String verb, String... more) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                verb,
                "--server",
                server.toString(),
                "--admin",
                "admin"));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FLOWSHIELD_ADMIN_PASSWORD", "admin");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    System.out.printf("%s %s: exit code %d%n%s%n", verb, List.of(more), code, output);
    return new Result(code, output);
  }

  private static Path zip(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("flowshield-.*\\.zip"))
          .max(Comparator.comparing(Path::toString))
          .orElseThrow(() -> new IllegalStateException("no zip in " + folder));
    }
  }

  /** The command alone; models are large. */
  private static void unpack(Path archive, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        String inside = entry.getName().substring(entry.getName().indexOf('/') + 1);
        if (inside.matches("flowshield/(lib/)?[^/]+\\.jar")) {
          Path file = folder.resolve(inside);
          Files.createDirectories(file.getParent());
          Files.deleteIfExists(file);
          try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, file);
          }
        }
      }
    }
  }
}
