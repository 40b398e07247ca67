package io.flowshield.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A downstream application that takes signed webhooks. It answers 401 to a wrong signature or a
 * timestamp older than five minutes, and takes a repeated delivery without doing it twice.
 */
public final class WebhookApplication implements AutoCloseable {
  /**
   * A delivery whose signature was right.
   *
   * @param id idempotency key
   * @param event for example {@code user.provision}
   * @param body as sent
   * @param repeated whether the id had been seen before
   */
  public record Delivery(String id, String event, JsonNode body, boolean repeated) {}

  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final String secret;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Map<String, JsonNode> accounts = new ConcurrentHashMap<>();
  private final JsonMapper json = new JsonMapper();
  private final HttpApplication http;
  private volatile boolean down;

  /**
   * @param port 0 for any
   * @param secret key of the signatures
   */
  WebhookApplication(Listening listening, int port, String secret) throws IOException {
    this.secret = secret;
    http = new HttpApplication(listening, port, this::handle);
  }

  /** Where deliveries go. */
  public URI url() {
    return http.url().resolve("/hook");
  }

  /** Key of the signatures. */
  public String secret() {
    return secret;
  }

  /** All that were taken, oldest first. */
  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** Whether it holds an account for a Keycloak user now. */
  public boolean holds(String userId) {
    return accounts.containsKey(userId);
  }

  /** First deliveries of an event for a Keycloak user. */
  public long count(String event, String userId) {
    return deliveries.stream()
        .filter(delivery -> delivery.event().equals(event) && !delivery.repeated())
        .filter(delivery -> userId(delivery.body()).equals(userId))
        .count();
  }

  /** Answers 503 to everything, or no longer. */
  public void setDown(boolean value) {
    down = value;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = HttpApplication.body(exchange);
    String id = exchange.getRequestHeaders().getFirst("X-FlowShield-Delivery");
    String event = exchange.getRequestHeaders().getFirst("X-FlowShield-Event");
    String timestamp = exchange.getRequestHeaders().getFirst("X-FlowShield-Timestamp");
    String signature = exchange.getRequestHeaders().getFirst("X-FlowShield-Signature");
    if (down) {
      HttpApplication.respond(exchange, 503, "text/plain", "down");
    } else if (id == null || event == null || !genuine(timestamp, signature, body)) {
      HttpApplication.respond(exchange, 401, "text/plain", "bad signature");
    } else {
      take(id, event, json.readTree(body));
      HttpApplication.respond(exchange, 200, "application/json", "{}");
    }
  }

  private synchronized void take(String id, String event, JsonNode body) {
    boolean repeated = !seen.add(id);
    deliveries.add(new Delivery(id, event, body, repeated));
    if (!repeated) {
      switch (event) {
        case "user.provision" -> accounts.put(userId(body), body);
        case "user.withdraw" -> accounts.remove(userId(body));
        default -> {}
      }
    }
  }

  private static String userId(JsonNode body) {
    return body.path("user").path("id").asText();
  }

  private boolean genuine(@Nullable String timestamp, @Nullable String signature, String body) {
    if (timestamp == null || signature == null) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] digest = mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
      String expected = "sha256=" + HexFormat.of().formatHex(digest);
      return MessageDigest.isEqual(
              expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8))
          && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now())
                  .abs()
                  .compareTo(TOLERANCE)
              < 0;
    } catch (NumberFormatException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
