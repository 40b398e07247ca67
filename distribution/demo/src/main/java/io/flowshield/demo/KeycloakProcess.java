package io.flowshield.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak server with a folder and a database of its own, so that it can be stopped or
 * killed and started again on the same data. Listens on the loopback interface only and trusts
 * {@code X-Forwarded-For}, so that a browser driver can come from any address.
 */
public final class KeycloakProcess implements AutoCloseable {
  /** Name of the temporary administrator, and its password. */
  public static final String ADMIN = "admin";

  /** Both together. */
  static final AdminClient.Account ADMINISTRATOR = new AdminClient.Account(ADMIN, ADMIN);

  private static final Duration START_LIMIT = Duration.ofMinutes(8);

  private final KeycloakHost host;
  private final Path home;
  private final Database database;
  private final int port;
  private final int managementPort;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final List<String> jvmOptions = new ArrayList<>();
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private KeycloakHost.@Nullable Running process;

  private KeycloakProcess(KeycloakHost host, Path home, Database database, int port) {
    this.host = host;
    this.home = home;
    this.database = database;
    this.port = port;
    this.managementPort = Ports.free();
    jvmOptions.add("-Dh2.bindAddress=127.0.0.1");
  }

  /**
   * Lays a server out; {@link #start} starts it.
   *
   * @param host what it runs on, built for that kind of database
   * @param home its folder, made new
   */
  public static KeycloakProcess prepare(KeycloakHost host, Path home, Database database, int port)
      throws IOException {
    KeycloakDistribution.delete(home);
    host.layTo(home);
    return new KeycloakProcess(host, home, database, port);
  }

  /** Sets a server option, without its leading dashes. */
  public KeycloakProcess option(String name, String value) {
    options.put(name, value);
    return this;
  }

  /** Adds an option of the Java virtual machine. */
  public KeycloakProcess jvmOption(String value) {
    jvmOptions.add(value);
    return this;
  }

  /** Places a realm file for import at the next start; an existing realm is left alone. */
  public KeycloakProcess importRealm(String name, String json) throws IOException {
    Path folder = Files.createDirectories(home.resolve("data/import"));
    Files.writeString(folder.resolve(name + "-realm.json"), json, StandardCharsets.UTF_8);
    return this;
  }

  /** Starts it and waits until it is ready. */
  public KeycloakProcess start() throws IOException, InterruptedException {
    if (process != null && process.alive()) {
      throw new IllegalStateException("Keycloak runs already");
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "start",
                "--optimized",
                "--import-realm",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname=" + url(),
                "--hostname-backchannel-dynamic=false",
                "--proxy-headers=xforwarded",
                "--proxy-trusted-addresses=127.0.0.1",
                "--log-level=INFO,io.smallrye.health:WARN",
                "--bootstrap-admin-username=" + ADMIN,
                "--bootstrap-admin-password=" + ADMIN));
    arguments.addAll(database.options());
    options.forEach((name, value) -> arguments.add("--" + name + "=" + value));
    KeycloakHost.Running started = host.start(home, jvmOptions, arguments, log());
    process = started;
    started.awaitReady(this::ready, START_LIMIT);
    return this;
  }

  /** Whether it says so itself. */
  public boolean ready() {
    try {
      return http.send(
                  HttpRequest.newBuilder(managementUrl().resolve("/health/ready"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The counters as Prometheus reads them. */
  public String metrics() throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(managementUrl().resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  /** The address that browsers use. */
  public URI url() {
    return url(port);
  }

  static URI url(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Health and metrics. */
  public URI managementUrl() {
    return URI.create("http://127.0.0.1:" + managementPort);
  }

  /** Its database. */
  public Database database() {
    return database;
  }

  /** Its folder. */
  public Path home() {
    return home;
  }

  /** What it wrote. */
  public Path log() {
    return home.resolve("keycloak.log");
  }

  /** The last lines of its log. */
  public String tail(int lines) {
    return process == null ? "" : process.tail(lines);
  }

  /** The Java process's id. */
  public long pid() {
    return running().pid();
  }

  /** Ends it in order. */
  public void stop() {
    running().stop();
  }

  /** Ends it like {@code kill -9}. */
  public void kill() throws InterruptedException {
    running().kill();
  }

  private KeycloakHost.Running running() {
    if (process == null) {
      throw new IllegalStateException("Keycloak was not started");
    }
    return process;
  }

  @Override
  public void close() {
    if (process != null) {
      process.stop();
    }
  }
}
