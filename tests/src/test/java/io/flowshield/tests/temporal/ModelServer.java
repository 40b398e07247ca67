package io.flowshield.tests.temporal;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Speaks the protocols of OpenAI and Anthropic on loopback, and writes down what it was asked. */
final class ModelServer implements AutoCloseable {
  static final String KEY = "key-of-the-model-server";

  /** Lines, headers and bodies of everything that was asked, in order. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  volatile int status = 200;
  volatile String says = "";
  volatile Duration pause = Duration.ZERO;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ModelServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** The worker's settings that name this server. */
  ObjectNode workerSettings(Duration limit) {
    ObjectNode settings = new JsonMapper().createObjectNode();
    ObjectNode texts = settings.putObject("texts");
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    texts.set("mail", model(url + "/v1", limit));
    texts.set("explanations", model(url, limit));
    return settings;
  }

  private static ObjectNode model(String url, Duration limit) {
    return new JsonMapper()
        .createObjectNode()
        .put("url", url)
        .put("model", "small-model")
        .put("apiKey", KEY)
        .put("timeoutMillis", limit.toMillis());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + "\n"
              + exchange.getRequestHeaders().entrySet()
              + "\n"
              + body);
      try {
        Thread.sleep(pause.toMillis());
      } catch (InterruptedException e) {
        return;
      }
      byte[] answer = answer(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private String answer(String path) {
    ObjectNode body = new JsonMapper().createObjectNode();
    body.put("id", "x").put("model", "small-model");
    if (path.equals("/v1/messages")) {
      body.put("type", "message").put("role", "assistant").put("stop_reason", "end_turn");
      body.putArray("content").addObject().put("type", "text").put("text", says);
      body.putObject("usage").put("input_tokens", 1).put("output_tokens", 1);
    } else {
      body.put("object", "chat.completion").put("created", 1);
      body.putArray("choices")
          .addObject()
          .put("index", 0)
          .put("finish_reason", "stop")
          .putObject("message")
          .put("role", "assistant")
          .put("content", says);
    }
    return body.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
