package io.flowshield.worker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.worker.LocalServer;
import io.flowshield.worker.LocalServer.Answer;
import io.flowshield.worker.LocalServer.Asked;
import io.flowshield.worker.http.JsonHttp;
import io.flowshield.workflow.FailureTypes;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("D6")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WebhookConnectorTest {
  private static final Person ALICE =
      new Person("user-1", "alice", "alice@example.org", null, null, "en");

  private int status = 204;
  private final LocalServer server = new LocalServer(request -> new Answer(status, ""));
  private final WebhookConnector connector =
      new WebhookConnector(
          "billing",
          server.url().resolve("/hook"),
          "s3cret",
          Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void a_delivery_is_signed_and_can_be_recognised() throws Exception {
    connector.provision(ALICE, "key-provision");

    Asked request = server.asked.get(0);
    assertThat(request.line()).isEqualTo("POST /hook");
    assertThat(request.headers())
        .containsEntry("X-FlowShield-Event", "user.provision")
        .containsEntry("X-FlowShield-Delivery", "key-provision")
        .containsEntry("X-FlowShield-Timestamp", "1800000000");
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String expected =
        HexFormat.of()
            .formatHex(
                mac.doFinal(("1800000000." + request.body()).getBytes(StandardCharsets.UTF_8)));
    assertThat(request.headers()).containsEntry("X-FlowShield-Signature", "sha256=" + expected);
    JsonNode body = JsonHttp.MAPPER.readTree(request.body());
    assertThat(body.path("user").path("email").asText()).isEqualTo("alice@example.org");
    assertThat(body.path("user").has("firstName")).isFalse();
  }

  @Test
  void a_withdrawal_tells_ids_only() throws Exception {
    connector.withdraw("demo", "user-1", "key-withdraw");
    Asked request = server.asked.get(0);
    assertThat(request.headers()).containsEntry("X-FlowShield-Event", "user.withdraw");
    assertThat(JsonHttp.MAPPER.readTree(request.body()))
        .isEqualTo(
            JsonHttp.MAPPER.readTree(
                "{\"event\":\"user.withdraw\",\"realm\":\"demo\",\"user\":{\"id\":\"user-1\"}}"));
  }

  @Test
  void a_receiver_that_knows_the_delivery_is_content() {
    status = 409;
    connector.provision(ALICE, "key");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void a_refusal_is_final_and_a_fault_is_not() {
    status = 403;
    assertThatThrownBy(() -> connector.provision(ALICE, "key"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FailureTypes.SERVICE_REFUSED);
              assertThat(failure.isNonRetryable()).isTrue();
            });
    status = 500;
    assertThatThrownBy(() -> connector.provision(ALICE, "key"))
        .isInstanceOfSatisfying(
            ApplicationFailure.class, failure -> assertThat(failure.isNonRetryable()).isFalse());
  }
}
