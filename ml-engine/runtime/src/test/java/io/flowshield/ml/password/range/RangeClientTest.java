package io.flowshield.ml.password.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowshield.ml.password.range.RangeUnavailableException.Cause;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The range protocol against a server that speaks it, well and badly. */
@Tag("A5")
@Timeout(30)
class RangeClientTest {
  // SHA-1 of "password": 5BAA6 1E4C9B93F3F0682250B6CF8331B7EE68FD8
  private static final String SUFFIX = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
  private static final String OTHER = "0018A45C4D1DEF81644B54AB7F969B88D65";
  private static final String PADDING = "00D4F6E8FA6EECAD2A3AA415EEC418D38EC";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private ExecutorService threads;
  private HttpServer server;

  /** What the server does with a request. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    threads = Executors.newFixedThreadPool(2);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private RangeClient client(Duration limit, Answer answer) {
    server.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Add-Padding"));
          answer.to(exchange);
          exchange.close();
        });
    return new RangeClient(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), limit);
  }

  private RangeClient saying(int status, String body) {
    return client(
        Duration.ofSeconds(10),
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  private static void assertFails(RangeClient client, Cause cause) {
    assertThatThrownBy(() -> client.leaks("password"))
        .asInstanceOf(type(RangeUnavailableException.class))
        .extracting(RangeUnavailableException::reason)
        .isEqualTo(cause);
  }

  @Test
  void onlyFiveDigitsLeaveTheMachine() throws Exception {
    RangeClient client = saying(200, OTHER + ":3\r\n" + SUFFIX + ":52256179\r\n" + PADDING + ":0");

    assertThat(client.leaks("password")).isEqualTo(52_256_179);
    assertThat(asked).containsExactly("GET /range/5BAA6 true");
  }

  @Test
  void paddedAndMissingLinesAreNoLeaks() throws Exception {
    assertThat(saying(200, OTHER + ":3\r\n" + SUFFIX + ":0\r\n").leaks("password")).isZero();
    assertThat(asked).hasSize(1);
  }

  @Test
  void digitsMayBeInLowerCase() throws Exception {
    assertThat(saying(200, SUFFIX.toLowerCase(java.util.Locale.ROOT) + ":7\n").leaks("password"))
        .isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Sign in to this wireless network</html>",
        "1E4C:5",
        SUFFIX + "A:5",
        SUFFIX + ":-5",
        SUFFIX + ":99999999999999999999",
        SUFFIX
      })
  void garbageIsNoAnswer(String body) {
    assertFails(saying(200, body), Cause.GARBAGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 302, 404, 429, 503})
  void otherStatusIsNoAnswer(int status) {
    assertFails(saying(status, status == 204 ? "" : SUFFIX + ":5"), Cause.REFUSED);
  }

  @Test
  void slowHeadersEndInTime() {
    assertFails(client(Duration.ofMillis(300), exchange -> await()), Cause.SLOW);
  }

  @Test
  void slowBodiesEndInTime() {
    long start = System.nanoTime();
    assertFails(
        client(
            Duration.ofMillis(500),
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write((OTHER + ":3\r\n").getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              await();
            }),
        Cause.SLOW);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void endlessBodiesAreCut() {
    byte[] line = (OTHER + ":3\r\n").getBytes(StandardCharsets.UTF_8);
    assertFails(
        client(
            Duration.ofSeconds(20),
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              OutputStream out = exchange.getResponseBody();
              for (int i = 0; i < 100_000; i++) {
                out.write(line);
              }
            }),
        Cause.GARBAGE);
  }

  @Test
  void brokenConnectionIsNoAnswer() {
    assertFails(
        client(
            Duration.ofSeconds(10),
            exchange -> {
              exchange.sendResponseHeaders(200, 1_000);
              exchange
                  .getResponseBody()
                  .write((SUFFIX + ":5\r\n").getBytes(StandardCharsets.UTF_8));
            }),
        Cause.UNREACHABLE);
    int port = server.getAddress().getPort();
    server.stop(0);
    assertFails(
        new RangeClient(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(10)),
        Cause.UNREACHABLE);
  }

  @Test
  void addressesMustBeSafe() {
    for (String bad :
        List.of("http://example.org", "ftp://localhost", "file:///etc", "localhost")) {
      assertThatThrownBy(() -> new RangeClient(URI.create(bad), Duration.ofSeconds(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new RangeClient(URI.create("https://example.org"), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new RangeClient(URI.create("https://example.org/"), Duration.ofSeconds(1)))
        .hasToString("RangeClient[https://example.org]");
  }

  private void await() {
    try {
      assertThat(end.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
