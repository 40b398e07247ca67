package io.flowshield.tests.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import io.flowshield.tests.stack.FlowShieldExtension;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application in report-only mode, in a realm that is not. */
@ExtendWith(FlowShieldExtension.class)
@Tag("C8")
class ReportOnlyClientIT {
  private static final String ATTRIBUTE = "flowshield.reportOnly";

  @Test
  void itsLoginsAreRecordedAndPass(FlowShieldStack stack) throws Exception {
    String name = People.verified(stack);
    String user = stack.admin().user(name).orElseThrow().path("id").asText();
    try (RealmRisk high = RealmRisk.everyLoginHigh(stack.admin())) {
      assertThat(status(stack, name)).isEqualTo(400);
      set(stack, "true");
      assertThat(status(stack, name)).isEqualTo(200);
    } finally {
      set(stack, "");
    }

    JsonNode decisions = stack.admin().get("/flowshield/decisions?user=" + user);
    assertThat(decisions).hasSize(2);
    assertThat(decisions.get(0).path("action").asText()).isEqualTo("DENY");
    assertThat(decisions.get(0).path("reportOnly").asBoolean()).isTrue();
    assertThat(decisions.get(1).path("reportOnly").asBoolean()).isFalse();
  }

  private static void set(FlowShieldStack stack, String value) throws Exception {
    ObjectNode client = (ObjectNode) stack.admin().get("/clients?clientId=admin-cli").get(0);
    client.withObject("/attributes").put(ATTRIBUTE, value);
    stack.admin().send("PUT", "/clients/" + client.path("id").asText(), client.toString());
  }

  /** Of a direct grant of Keycloak's own command-line client. */
  private static int status(FlowShieldStack stack, String name) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    stack
                        .keycloak()
                        .url()
                        .resolve("/realms/flowshield/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=%s&password=%s"
                            .formatted(name, People.PASSWORD)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
