package io.flowshield.tests.requirement;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.Ports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The telephone on which people confirm logins that applications begin behind the scenes (CIBA).
 * The shared Keycloak knows its address from its start.
 */
public final class AuthenticationDevice implements AutoCloseable {
  /** Keycloak's option that names where it asks. */
  public static final String OPTION =
      "spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri";

  private static final int PORT = Ports.free();

  /** That option's value. */
  public static final String ADDRESS = "http://127.0.0.1:" + PORT + "/";

  private static final int SECONDS = 20;
  private static final JsonMapper JSON = new JsonMapper();

  private final URI callback;
  private final HttpServer server;
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final HttpClient http = HttpClient.newHttpClient();

  AuthenticationDevice(FlowShieldStack stack) throws Exception {
    callback =
        stack
            .keycloak()
            .url()
            .resolve("/realms/flowshield/protocol/openid-connect/ext/ciba/auth/callback");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), PORT), 10);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
          // Keycloak would use the connection again for the next test's telephone.
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(201, -1);
          exchange.close();
        });
    server.start();
  }

  /** Its owner says yes to what it was asked for next. */
  void approve() throws Exception {
    String authorization = asked.poll(SECONDS, TimeUnit.SECONDS);
    if (authorization == null) {
      throw new AssertionError("nothing was asked for");
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(callback)
                .timeout(Duration.ofSeconds(SECONDS))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("status", "SUCCEED"))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError("not approved: " + answer.body());
    }
  }

  /** Whether it was asked for anything that nobody has answered. */
  boolean isSilent() {
    return asked.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
