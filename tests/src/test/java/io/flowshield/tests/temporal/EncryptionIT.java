package io.flowshield.tests.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.flowshield.demo.AdminClient;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.demo.KeycloakProcess;
import io.flowshield.tests.stack.FlowShieldExtension;
import io.flowshield.tests.stack.KeycloakDatabase;
import io.flowshield.tests.stack.OwnStack;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.SearchAttributes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A registration whose histories, as Temporal's server got and keeps them, tell nothing. */
@Tag("D10")
class EncryptionIT {
  private static final String CODEC = "/flowshield-codec/";

  @Test
  void payloadsAreCipherTextAndOnlyHoldersOfTheRoleSeeThem() throws Exception {
    try (FlowShieldStack stack = OwnStack.in("encryption").payloadKeys(newKeys()).start()) {
      try {
        Newcomer person = Newcomer.register(stack, "encrypted", "192.0.2.81");
        person.confirm(person.mail());
        person.await("FINALISED");
        String decision =
            new KeycloakDatabase(stack.keycloak())
                .column("select ID from FS_RISK_DECISION where USER_ID = ?", person.userId())
                .get(0);

        assertThat(history(stack, person.workflow()))
            .contains("AuthenticationSaga", "binary/encrypted")
            .doesNotContain(decision, "billing");
        encrypted(stack, person.workflow());
        codec(stack, person, decision);
      } catch (Exception | AssertionError e) {
        FlowShieldExtension.tellLogs("EncryptionIT", stack);
        throw e;
      }
    }
  }

  private static void codec(FlowShieldStack stack, Newcomer person, String decision)
      throws Exception {
    Payloads stored =
        stack.temporal().client().fetchHistory(person.workflow()).getEvents().stream()
            .filter(event -> event.hasWorkflowExecutionStartedEventAttributes())
            .map(event -> event.getWorkflowExecutionStartedEventAttributes().getInput())
            .findFirst()
            .orElseThrow();
    String request = JsonFormat.printer().print(stored);
    AdminClient.Account administrator =
        new AdminClient.Account(KeycloakProcess.ADMIN, KeycloakProcess.ADMIN);
    URI keycloak = stack.keycloak().url();
    AdminClient master = new AdminClient(keycloak, "master", administrator);

    assertThat(anonymous(keycloak, request)).isEqualTo(401);
    refused(403, () -> master.send("POST", CODEC + "decode", request));
    refused(403, () -> master.send("POST", CODEC + "encode", request));

    master.send("POST", "/roles", "{\"name\":\"flowshield-codec\"}");
    String role = master.get("/roles/flowshield-codec").toString();
    String user = master.user(KeycloakProcess.ADMIN).orElseThrow().path("id").asText();
    master.send("POST", "/users/" + user + "/role-mappings/realm", "[" + role + "]");
    AdminClient reader = new AdminClient(keycloak, "master", administrator);

    Payload clear = payload(reader.send("POST", CODEC + "decode", request));
    assertThat(clear.getData().toStringUtf8()).contains(decision, person.userId());
    Payload again =
        payload(
            reader.send(
                "POST",
                CODEC + "encode",
                JsonFormat.printer().print(Payloads.newBuilder().addPayloads(clear))));
    assertThat(again.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
    assertThat(again).isNotEqualTo(stored.getPayloads(0));

    byte[] altered = stored.getPayloads(0).getData().toByteArray();
    altered[altered.length - 1] ^= 1;
    String changed =
        JsonFormat.printer()
            .print(
                Payloads.newBuilder()
                    .addPayloads(
                        stored.getPayloads(0).toBuilder().setData(ByteString.copyFrom(altered))));
    refused(400, () -> reader.send("POST", CODEC + "decode", changed));
    refused(400, () -> reader.send("POST", CODEC + "decode", "no payloads"));
    refused(413, () -> reader.send("POST", CODEC + "decode", " ".repeat(8 * 1024 * 1024 + 1)));
    AdminClient elsewhere = new AdminClient(keycloak, "flowshield", administrator);
    refused(404, () -> elsewhere.send("POST", CODEC + "decode", request));
  }

  private interface Call {
    void send() throws Exception;
  }

  private static void refused(int status, Call call) {
    assertThatThrownBy(call::send)
        .isInstanceOfSatisfying(
            AdminClient.Refused.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  private static int anonymous(URI keycloak, String request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(keycloak.resolve("/admin/realms/master" + CODEC + "decode"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static Payload payload(String json) throws IOException {
    Payloads.Builder payloads = Payloads.newBuilder();
    JsonFormat.parser().merge(json, payloads);
    return payloads.getPayloads(0);
  }

  private static String history(FlowShieldStack stack, String workflow) {
    StringBuilder all = new StringBuilder();
    stack.temporal().client().fetchHistory(workflow).getEvents().stream()
        .map(event -> new String(event.toByteArray(), StandardCharsets.ISO_8859_1))
        // The ids of children name their service; nothing else may.
        .map(text -> text.replace(workflow + "-provision-billing", ""))
        .forEach(all::append);
    return all.toString();
  }

  /** Whatever events carry, but for what is there to be searched. */
  private static void encrypted(FlowShieldStack stack, String workflow) {
    List<String> encodings = new ArrayList<>();
    stack
        .temporal()
        .client()
        .fetchHistory(workflow)
        .getEvents()
        .forEach(e -> collect(e, encodings));
    assertThat(encodings).hasSizeGreaterThan(10).containsOnly("binary/encrypted");
  }

  private static void collect(Message message, List<String> encodings) {
    if (message instanceof Payload payload) {
      encodings.add(payload.getMetadataOrThrow("encoding").toStringUtf8());
    } else if (!(message instanceof SearchAttributes)) {
      for (Object field : message.getAllFields().values()) {
        for (Object value : field instanceof List<?> values ? values : List.of(field)) {
          if (value instanceof Message inner) {
            collect(inner, encodings);
          }
        }
      }
    }
  }

  private static String newKeys() throws Exception {
    AeadConfig.register();
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM),
        InsecureSecretKeyAccess.get());
  }
}
