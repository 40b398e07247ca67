package io.flowshield.tests.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import io.flowshield.tests.doors.RealmRisk;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A user of the demo realm with as many rights over it as a test gives. */
final class Clerk {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final FlowShieldStack stack;
  private final String name;

  Clerk(FlowShieldStack stack) throws Exception {
    this.stack = stack;
    this.name = People.verified(stack);
  }

  /** Gives a role of the realm's administration. */
  Clerk with(String role) throws Exception {
    String client =
        stack.admin().get("/clients?clientId=realm-management").get(0).path("id").asText();
    String user = stack.admin().user(name).orElseThrow().path("id").asText();
    stack
        .admin()
        .send(
            "POST",
            "/users/" + user + "/role-mappings/clients/" + client,
            JSON.createArrayNode()
                .add(stack.admin().get("/clients/" + client + "/roles/" + role))
                .toString());
    return this;
  }

  /** The status of an answer to a call below the realm's administration. */
  int status(String method, String path, String body) throws Exception {
    return answer(method, path, body).statusCode();
  }

  /** An answer to the same, through a proxy. */
  HttpResponse<String> answer(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(
                stack.keycloak().url().resolve("/admin/realms/flowshield/flowshield" + path))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", "192.0.2.31")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private String token() throws Exception {
    URI uri = stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token");
    String form =
        "grant_type=password&client_id=admin-cli&username=%s&password=%s"
            .formatted(name, People.PASSWORD);
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri)
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode tokens = JSON.readTree(answer.body());
      return tokens.path("access_token").asText();
    }
  }
}
