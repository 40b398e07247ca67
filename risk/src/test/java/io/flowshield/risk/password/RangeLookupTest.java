package io.flowshield.risk.password;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Asks a range service on this machine: one that answers, and ones that do not. */
@Tag("C4")
class RangeLookupTest {
  /** SHA-1 of "password" behind its first five digits. */
  private static final String KNOWN = "1E4C9B93F3F0682250B6CF8331B7EE68FD8:42\r\n";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile int status = 200;
  private volatile long delayMillis;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext(
        "/range/",
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          try {
            Thread.sleep(delayMillis);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = KNOWN.getBytes(StandardCharsets.US_ASCII);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private RangeLookup lookup() {
    return RangeLookup.of(
        "http://127.0.0.1:" + server.getAddress().getPort(), Duration.ofMillis(300));
  }

  @Test
  void onlyFiveDigitsOfAHashLeaveTheServer() {
    assertThat(lookup().knows("password")).isTrue();
    assertThat(lookup().knows("otter-velvet-quarry-91-plum")).isFalse();
    assertThat(asked).hasSize(2).allMatch(path -> path.matches("/range/[0-9A-F]{5}"));
    assertThat(asked.get(0)).isEqualTo("/range/5BAA6");
  }

  @Test
  void whatDoesNotAnswerIsLeftAloneAfterThreeTimes() {
    status = 503;
    RangeLookup lookup = lookup();
    for (int i = 0; i < 10; i++) {
      assertThat(lookup.knows("password")).isFalse();
    }
    assertThat(asked).hasSize(3);
  }

  @Test
  void aSlowServiceCostsItsTimeLimit() {
    delayMillis = 5000;
    long start = System.nanoTime();
    assertThat(lookup().knows("password")).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void withoutAnAddressOrWithAWrongOneNobodyIsAsked() {
    for (String url : new String[] {"", " ", "http://range.example.org", "::", "file:///x"}) {
      assertThat(RangeLookup.of(url, Duration.ofSeconds(1))).as(url).isSameAs(RangeLookup.NONE);
    }
    assertThat(RangeLookup.of(null, Duration.ofSeconds(1)).knows("password")).isFalse();
  }
}
