package io.flowshield.demo;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The demo beside servers that somebody else has started: its own applications, the demo realm made
 * in the given Keycloak, and on the loopback interface a port that answers whether all that is done
 * and runs the smoke scenarios when asked to.
 */
final class HostedDemo implements AutoCloseable {
  /** Of the loopback interface: {@code GET /ready}, {@code POST /smoke}. */
  static final int CONTROL_PORT = 8099;

  /** The last line of the answer to {@code POST /smoke} when all went as it must. */
  static final String PASSED = "smoke passed";

  private final SampleApplications applications;
  private final HttpApplication control;
  private final ReentrantLock smoking = new ReentrantLock();

  /**
   * Starts it.
   *
   * @throws IllegalStateException when Keycloak has a realm of that name which is another's
   */
  HostedDemo(GivenServers servers, Consumer<String> progress)
      throws IOException, InterruptedException {
    applications =
        new SampleApplications(
            servers.listening(),
            GivenServers.LAYOUT,
            servers.secrets(),
            servers.keycloak(),
            servers.administrator());
    AdminClient administrator = applications.admin();
    if (administrator.get("").isMissingNode()) {
      administrator.createRealm(applications.realm().json());
      progress.accept("made the realm " + DemoRealm.NAME);
    } else {
      progress.accept("found the realm " + DemoRealm.NAME + " and left it alone");
    }
    control = new HttpApplication(Listening.LOOPBACK, CONTROL_PORT, this::handle);
  }

  SampleApplications applications() {
    return applications;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    switch (request) {
      case "GET /ready" -> HttpApplication.respond(exchange, 200, "text/plain", "ready");
      case "POST /smoke" -> {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        PrintStream out = new PrintStream(exchange.getResponseBody(), true, StandardCharsets.UTF_8);
        out.println(smoke(out::println));
      }
      default -> HttpApplication.respond(exchange, 404, "text/plain", "not here");
    }
  }

  /** Runs the scenarios and answers how that went, in one line. */
  private String smoke(Consumer<String> lines) {
    if (!smoking.tryLock()) {
      return "FAILED: the scenarios are under way already";
    }
    try {
      List<SmokeRun.Outcome> outcomes = new SmokeRun(applications, lines).run();
      lines.accept(outcomes.size() + " scenarios as they must be");
      return PASSED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "FAILED: interrupted";
    } catch (IOException | RuntimeException e) {
      return "FAILED: " + e;
    } finally {
      smoking.unlock();
    }
  }

  @Override
  public void close() {
    control.close();
    applications.close();
  }
}
