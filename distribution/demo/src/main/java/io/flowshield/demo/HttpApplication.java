package io.flowshield.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** A small HTTP server. */
final class HttpApplication {
  /** Answers one request; the exchange is closed afterwards. */
  interface Handler {
    void handle(HttpExchange exchange) throws Exception;
  }

  private final Listening listening;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  HttpApplication(Listening listening, int port, Handler handler) throws IOException {
    this.listening = listening;
    server = HttpServer.create(new InetSocketAddress(listening.address(), port), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            try {
              if (exchange.getRequestURI().getPath().equals("/favicon.ico")) {
                // Browsers ask for it unbidden, and their consoles complain of a 404.
                exchange.sendResponseHeaders(204, -1);
                return;
              }
              handler.handle(exchange);
            } catch (Exception e) {
              respond(exchange, 500, "text/plain", e.toString());
            }
          }
        });
    server.start();
  }

  URI url() {
    return URI.create("http://" + listening.name() + ":" + server.getAddress().getPort());
  }

  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  static void respond(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  static void redirect(HttpExchange exchange, URI location) throws IOException {
    exchange.getResponseHeaders().set("Location", location.toString());
    exchange.sendResponseHeaders(302, -1);
  }

  /**
   * Gives the browser a cookie for its session. Cookies know no ports: each application on this
   * machine needs a name of its own.
   */
  static void setCookie(HttpExchange exchange, String name, String value) {
    exchange
        .getResponseHeaders()
        .add("Set-Cookie", name + "=" + value + "; Path=/; HttpOnly; SameSite=Lax");
  }

  /** The value of a cookie, empty when the browser has none. */
  static String cookie(HttpExchange exchange, String name) {
    return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
        .flatMap(header -> Stream.of(header.split(";")))
        .map(String::trim)
        .filter(cookie -> cookie.startsWith(name + "="))
        .map(cookie -> cookie.substring(name.length() + 1).replace("\"", ""))
        .findFirst()
        .orElse("");
  }

  /** Fields of the query. */
  static Map<String, String> query(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return query == null ? Map.of() : fields(query);
  }

  /** Fields of a query or of a form; of repeated ones the last. */
  static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String pair : encoded.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields.put(
            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}
