package io.flowshield.tests.rest;

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

/**
 * Somebody who calls our REST interface.
 *
 * @param token of whoever it is; empty for none
 * @param home the network
 */
record Caller(FlowShieldStack stack, String token, String home) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** A user of the demo realm with some roles of its administration. */
  static Caller with(FlowShieldStack stack, String home, String... roles) throws Exception {
    String name = People.verified(stack);
    String user = stack.admin().user(name).orElseThrow().path("id").asText();
    String client =
        stack.admin().get("/clients?clientId=realm-management").get(0).path("id").asText();
    for (String role : roles) {
      stack
          .admin()
          .send(
              "POST",
              "/users/" + user + "/role-mappings/clients/" + client,
              "[" + stack.admin().get("/clients/" + client + "/roles/" + role) + "]");
    }
    try (RealmRisk low = RealmRisk.everyLoginLow(stack.admin())) {
      return of(stack, home, "flowshield", name, People.PASSWORD);
    }
  }

  /** A user of any realm. */
  static Caller of(FlowShieldStack stack, String home, String realm, String name, String password)
      throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(
                    stack
                        .keycloak()
                        .url()
                        .resolve("/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "grant_type=password&client_id=admin-cli&username=%s&password=%s"
                            .formatted(name, password)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode tokens = JSON.readTree(answer.body());
    return new Caller(stack, tokens.path("access_token").asText(), home);
  }

  /** The same with another token. */
  Caller withToken(String other) {
    return new Caller(stack, other, home);
  }

  /**
   * Calls.
   *
   * @param path from the server's root
   * @param body empty for none
   */
  HttpResponse<String> call(String method, String path, String body) throws Exception {
    URI url = stack.keycloak().url();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve(path))
            .header("X-Forwarded-For", home)
            .header("Origin", url.getScheme() + "://" + url.getAuthority());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(
        request
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** The status of an answer. */
  int status(String method, String path, String body) throws Exception {
    return call(method, path, body).statusCode();
  }
}
