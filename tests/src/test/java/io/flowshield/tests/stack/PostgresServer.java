package io.flowshield.tests.stack;

import io.flowshield.demo.Database;
import io.flowshield.demo.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A PostgreSQL server on the loopback interface, in a temporary folder that goes with it. Its
 * programs come from a Maven artifact. PostgreSQL refuses to run as root, so root runs it as nobody
 * or, where that is not allowed, in a user namespace.
 */
final class PostgresServer implements AutoCloseable {
  private static final String PREFIX = "flowshield-postgres-";
  private static final String USER = "flowshield";
  private static final int NOBODY = 65534;
  private static final long LIMIT_SECONDS = 60;

  /** How root becomes somebody else; with a new owner of the data, or without. */
  private enum Lowering {
    NONE(false),
    SETPRIV(true, "setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
    RUNUSER(true, "runuser", "-u", "nobody", "--"),
    NAMESPACE(false, "unshare", "-U");

    private final boolean newOwner;
    private final List<String> command;

    Lowering(boolean newOwner, String... command) {
      this.newOwner = newOwner;
      this.command = List.of(command);
    }
  }

  private final Path folder;
  private final Lowering lowering;
  private final Process process;
  private final int port;
  private final String password;

  private PostgresServer(
      Path folder, Lowering lowering, Process process, int port, String password) {
    this.folder = folder;
    this.lowering = lowering;
    this.process = process;
    this.port = port;
    this.password = password;
  }

  /**
   * Starts one.
   *
   * @throws IOException when this machine cannot run it, with the reason in one line
   */
  static PostgresServer start() throws IOException, InterruptedException {
    removeLeftovers();
    Path folder = Files.createTempDirectory(PREFIX + ProcessHandle.current().pid() + "-");
    boolean started = false;
    try {
      unpack(folder);
      Lowering lowering = lowering(folder);
      String password = UUID.randomUUID().toString();
      initialise(folder, lowering, password);
      int port = Ports.free();
      PostgresServer server =
          new PostgresServer(folder, lowering, launch(folder, lowering, port), port, password);
      started = true;
      try {
        server.awaitReady();
      } catch (IOException | InterruptedException e) {
        server.close();
        throw e;
      }
      return server;
    } finally {
      if (!started) {
        delete(folder);
      }
    }
  }

  /** Makes a new, empty database. */
  Database newDatabase(String name) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new Database(Database.Kind.POSTGRESQL, url(name), USER, password, "");
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private static void unpack(Path folder) throws IOException {
    String archive = "postgres-" + system() + "-" + architecture() + ".txz";
    try (InputStream packed = PostgresServer.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw new IOException("no " + archive + " on the class path");
      }
      try (TarArchiveInputStream tar =
          new TarArchiveInputStream(new XZCompressorInputStream(packed))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          Path target = folder.resolve(entry.getName()).normalize();
          if (entry.isDirectory()) {
            Files.createDirectories(target);
          } else if (entry.isSymbolicLink()) {
            Files.createDirectories(target.getParent());
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
          } else {
            Files.createDirectories(target.getParent());
            Files.copy(tar, target);
            target.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
          }
        }
      }
    }
  }

  private static String system() {
    String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : "linux";
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
  }

  private static Lowering lowering(Path folder) throws IOException, InterruptedException {
    boolean root =
        Files.getFileStore(folder).supportsFileAttributeView("unix")
            && Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
    if (!root) {
      return Lowering.NONE;
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (Lowering lowering : Lowering.values()) {
      if (lowering != Lowering.NONE && works(folder, lowering)) {
        return lowering;
      }
    }
    throw new IOException("root may become nobody else here: no setpriv, runuser or unshare works");
  }

  private static boolean works(Path folder, Lowering lowering) throws InterruptedException {
    try {
      return run(folder, lowering, List.of(program(folder, "initdb"), "--version")) == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  private static void initialise(Path folder, Lowering lowering, String password)
      throws IOException, InterruptedException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Path secret = Files.writeString(folder.resolve("password"), password);
    if (lowering.newOwner) {
      for (Path path : List.of(data, secret)) {
        Files.setAttribute(path, "unix:uid", NOBODY);
        Files.setAttribute(path, "unix:gid", NOBODY);
      }
    }
    int code =
        run(
            folder,
            lowering,
            List.of(
                program(folder, "initdb"),
                "--pgdata=" + data,
                "--username=" + USER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync"));
    if (code != 0) {
      throw new IOException("initdb ended with exit code " + code + ": " + tail(folder));
    }
  }

  private static Process launch(Path folder, Lowering lowering, int port) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(program(folder, "postgres"), "-D", folder.resolve("data") + ""));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "port=" + port,
            "max_connections=200",
            // Nothing in here outlives the machine.
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off")) {
      command.addAll(List.of("-c", setting));
    }
    return process(folder, lowering, command).start();
  }

  private void awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (true) {
      try (Connection connection = DriverManager.getConnection(url("postgres"), USER, password)) {
        if (connection.isValid(5)) {
          return;
        }
      } catch (SQLException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new IOException(
              "postgres does not answer (" + e.getMessage() + "): " + tail(folder));
        }
      }
      Thread.sleep(100);
    }
  }

  private static String program(Path folder, String name) {
    return folder.resolve("bin").resolve(name).toString();
  }

  private static ProcessBuilder process(Path folder, Lowering lowering, List<String> command) {
    List<String> all = new ArrayList<>(lowering.command);
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("postgres.log").toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    return builder;
  }

  private static int run(Path folder, Lowering lowering, List<String> command)
      throws IOException, InterruptedException {
    Process process = process(folder, lowering, command).start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command.get(0) + " still runs after " + LIMIT_SECONDS + " s");
    }
    return process.exitValue();
  }

  /** The log's last lines in one. */
  private static String tail(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("postgres.log"), StandardCharsets.UTF_8);
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  @Override
  public void close() throws IOException {
    try {
      stop(folder, lowering);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    delete(folder);
  }

  /** At once: whoever is connected loses the connection, and nothing is written any more. */
  private static void stop(Path folder, Lowering lowering)
      throws IOException, InterruptedException {
    run(
        folder,
        lowering,
        List.of(
            program(folder, "pg_ctl"),
            "stop",
            "-D",
            folder.resolve("data") + "",
            "-m",
            "immediate"));
  }

  /** A test run that was killed leaves its server behind: the next one ends and removes it. */
  private static void removeLeftovers() throws IOException, InterruptedException {
    List<Path> folders;
    try (Stream<Path> children = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      folders =
          children
              .filter(child -> child.getFileName().toString().startsWith(PREFIX))
              .filter(Files::isWritable)
              .toList();
    }
    for (Path folder : folders) {
      String owner = folder.getFileName().toString().substring(PREFIX.length()).split("-")[0];
      if (ProcessHandle.of(Long.parseLong(owner)).isEmpty()) {
        if (Files.exists(folder.resolve("data/postmaster.pid"))) {
          stop(folder, lowering(folder));
        }
        delete(folder);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
