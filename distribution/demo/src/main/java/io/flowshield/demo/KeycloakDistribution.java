package io.flowshield.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Keycloak with the pack in {@code providers/}, built once for each kind of database ({@code kc.sh
 * build --db=...}) and then cheap to lay out again: jars are hard links, only the few files that
 * Keycloak writes are copies. Java is started directly, as {@code kc.sh} does, so that its process
 * id is known and it can be killed.
 */
public final class KeycloakDistribution implements KeycloakHost {
  private static final List<String> BUILD_OPTIONS =
      List.of("--health-enabled=true", "--metrics-enabled=true");
  private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);

  private final Path built;

  private KeycloakDistribution(Path built) {
    this.built = built;
  }

  /** The built distribution; builds it when providers have changed since the last time. */
  public static KeycloakDistribution of(DemoFolders folders, Database.Kind kind)
      throws IOException, InterruptedException {
    return of(
        folders,
        kind,
        folders.pack().resolve("providers"),
        folders.pack().resolve("server-" + kind.option()));
  }

  /** The same with more jars in {@code providers/} than the pack's. */
  static KeycloakDistribution with(DemoFolders folders, Database.Kind kind, List<Path> jars)
      throws IOException, InterruptedException {
    Path providers = folders.work().resolve("providers");
    delete(providers);
    link(folders.pack().resolve("providers"), providers);
    for (Path jar : jars) {
      Files.copy(jar, providers.resolve(jar.getFileName()));
    }
    return of(folders, kind, providers, folders.pack().resolve("server-with-" + kind.option()));
  }

  /** Keycloak as it comes, without the pack. */
  public static KeycloakDistribution withoutPack(DemoFolders folders, Database.Kind kind)
      throws IOException, InterruptedException {
    Path providers = Files.createDirectories(folders.pack().resolve("no-providers"));
    return of(folders, kind, providers, folders.pack().resolve("plain-server-" + kind.option()));
  }

  private static KeycloakDistribution of(
      DemoFolders folders, Database.Kind kind, Path providers, Path built)
      throws IOException, InterruptedException {
    Path unpacked = unpacked(folders.pack().resolve("keycloak"));
    Path stamp = built.resolve("built.sha256");
    Files.createDirectories(folders.pack());
    try (FileChannel channel =
            FileChannel.open(
                folders.pack().resolve("server-" + kind.option() + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("no lock on " + built);
      }
      String hash = hash(providers);
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(hash)) {
        delete(built);
        lay(unpacked, providers, built);
        build(built, kind);
        Files.writeString(stamp, hash);
      }
    }
    return new KeycloakDistribution(built);
  }

  @Override
  public void layTo(Path home) throws IOException {
    lay(built, built.resolve("providers"), home);
  }

  @Override
  public Running start(Path home, List<String> jvmOptions, List<String> arguments, Path log)
      throws IOException {
    return ChildProcess.start(
        "Keycloak", command(home, jvmOptions, arguments), Map.of(), home, log);
  }

  /** The command line that runs Keycloak's main class in a home. */
  static List<String> command(Path home, List<String> jvmOptions, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ChildProcess.javaExecutable());
    command.addAll(
        List.of(
            "-Xms64m",
            "-Xmx512m",
            "-XX:MaxMetaspaceSize=256m",
            "-XX:+UseG1GC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfile.encoding=UTF-8",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-Dpicocli.disable.closures=true",
            "-Dquarkus-log-max-startup-records=10000",
            "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.security=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-Dkc.home.dir=" + home,
            "-Djboss.server.config.dir=" + home.resolve("conf")));
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-cp",
            home.resolve("lib/quarkus-run.jar").toString(),
            "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
    command.addAll(arguments);
    return command;
  }

  private static void build(Path home, Database.Kind kind)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("build", "--db=" + kind.option()));
    arguments.addAll(BUILD_OPTIONS);
    Path log = home.resolve("build.log");
    ChildProcess process =
        ChildProcess.start(
            "Keycloak's build", command(home, List.of(), arguments), Map.of(), home, log);
    int code = process.await(BUILD_LIMIT);
    if (code != 0) {
      throw new IllegalStateException(
          "Keycloak's build ended with exit code " + code + ":\n" + process.tail(60));
    }
  }

  private static void lay(Path from, Path providers, Path home) throws IOException {
    link(from.resolve("lib/lib"), home.resolve("lib/lib"));
    link(providers, home.resolve("providers"));
    copy(from.resolve("lib/app"), home.resolve("lib/app"));
    copy(from.resolve("lib/quarkus"), home.resolve("lib/quarkus"));
    copy(from.resolve("conf"), home.resolve("conf"));
    Files.copy(
        from.resolve("lib/quarkus-run.jar"),
        home.resolve("lib/quarkus-run.jar"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path unpacked(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(child -> Files.exists(child.resolve("lib/quarkus-run.jar")))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("no Keycloak in " + folder));
    }
  }

  private static String hash(Path providers) throws IOException {
    try (Stream<Path> files = Files.list(providers)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files.sorted().toList()) {
        digest.update(
            file.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void link(Path from, Path to) throws IOException {
    transfer(
        from,
        to,
        (source, target) -> {
          try {
            Files.createLink(target, source);
          } catch (IOException | UnsupportedOperationException e) {
            Files.copy(source, target);
          }
        });
  }

  private static void copy(Path from, Path to) throws IOException {
    transfer(from, to, Files::copy);
  }

  private interface Transfer {
    void apply(Path source, Path target) throws IOException;
  }

  private static void transfer(Path from, Path to, Transfer transfer) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          transfer.apply(file, target);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Removes a folder with all it holds; links are removed, not followed. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
