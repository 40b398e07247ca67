package io.flowshield.worker.connector;

import io.flowshield.worker.http.JsonHttp;
import io.flowshield.worker.http.JsonHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts signed events. The receiver checks {@code X-FlowShield-Signature}, refuses old {@code
 * X-FlowShield-Timestamp}s (seconds since 1970) and drops a {@code X-FlowShield-Delivery} that it
 * has seen: deliveries come at least once.
 */
public final class WebhookConnector implements ServiceConnector {
  private static final String ALGORITHM = "HmacSHA256";

  private final JsonHttp http = new JsonHttp();
  private final String name;
  private final URI url;
  private final SecretKeySpec secret;
  private final Clock clock;

  /**
   * @param name in the settings
   * @param url where events are posted
   * @param secret HMAC key, as text
   */
  public WebhookConnector(String name, URI url, String secret, Clock clock) {
    this.name = name;
    this.url = url;
    this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void provision(Person person, String idempotencyKey) {
    Map<String, Object> user = new LinkedHashMap<>();
    put(user, "id", person.userId());
    put(user, "username", person.username());
    put(user, "email", person.email());
    put(user, "firstName", person.firstName());
    put(user, "lastName", person.lastName());
    put(user, "locale", person.locale());
    post("user.provision", idempotencyKey, Map.of("event", "user.provision", "user", user));
  }

  @Override
  public void withdraw(String realm, String userId, String idempotencyKey) {
    post(
        "user.withdraw",
        idempotencyKey,
        Map.of("event", "user.withdraw", "realm", realm, "user", Map.of("id", userId)));
  }

  private void post(String event, String delivery, Map<String, Object> content) {
    String body = JsonHttp.text(content);
    String timestamp = Long.toString(clock.instant().getEpochSecond());
    try {
      Answer answer =
          http.send(
              JsonHttp.request(url)
                  .header("Content-Type", "application/json")
                  .header("X-FlowShield-Event", event)
                  .header("X-FlowShield-Delivery", delivery)
                  .header("X-FlowShield-Timestamp", timestamp)
                  .header("X-FlowShield-Signature", "sha256=" + sign(timestamp + "." + body))
                  .POST(BodyPublishers.ofString(body))
                  .build());
      // 409: the receiver knows this delivery already.
      if (!answer.succeeded() && answer.status() != 409) {
        throw ServiceFailures.of(name, answer);
      }
    } catch (IOException e) {
      throw ServiceFailures.unavailable(name, e);
    }
  }

  private String sign(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static void put(Map<String, Object> object, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      object.put(key, value);
    }
  }
}
