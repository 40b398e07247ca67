package io.flowshield.worker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server on loopback that writes down what it was asked. */
public final class LocalServer implements AutoCloseable {
  private final HttpServer server;

  /** What came in, in order. */
  public final List<Asked> asked = new CopyOnWriteArrayList<>();

  public LocalServer(Answers answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", exchange -> handle(exchange, answers));
    server.start();
  }

  private void handle(HttpExchange exchange, Answers answers) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      Asked request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      Answer answer = answers.to(request);
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** Decides what to answer. */
  public interface Answers {
    Answer to(Asked request) throws IOException;
  }

  public record Answer(int status, String body, Map<String, String> headers) {
    public Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  public record Asked(String method, URI uri, Map<String, String> headers, String body) {
    public String line() {
      return method + " " + uri;
    }
  }
}
