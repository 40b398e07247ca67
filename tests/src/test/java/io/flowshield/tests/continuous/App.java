package io.flowshield.tests.continuous;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.FlowShieldStack;
import io.flowshield.tests.doors.People;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** An application on its users' devices, or on a server, for one test; its users sit anywhere. */
final class App implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SECRET = "a-secret-of-the-tests";

  private final FlowShieldStack stack;
  private final String clientId = "app-" + UUID.randomUUID();
  private final boolean onServer;
  private final String id;
  private final HttpClient http = HttpClient.newHttpClient();

  private App(FlowShieldStack stack, boolean onServer, Map<String, String> attributes)
      throws Exception {
    this.stack = stack;
    this.onServer = onServer;
    ObjectNode client = JSON.createObjectNode();
    client.put("clientId", clientId).put("publicClient", !onServer);
    client.put("directAccessGrantsEnabled", true).put("fullScopeAllowed", true);
    if (onServer) {
      client.put("secret", SECRET);
    }
    attributes.forEach(client.putObject("attributes")::put);
    stack.admin().send("POST", "/clients", client.toString());
    this.id = stack.admin().get("/clients?clientId=" + clientId).get(0).path("id").asText();
  }

  static App onDevices(FlowShieldStack stack) throws Exception {
    return new App(stack, false, Map.of());
  }

  static App onServer(FlowShieldStack stack) throws Exception {
    return new App(stack, true, Map.of());
  }

  /**
   * @param logout where it wants to be told of sessions that ended
   */
  static App toldOfLogouts(FlowShieldStack stack, URI logout) throws Exception {
    return new App(
        stack,
        false,
        Map.of(
            "backchannel.logout.url",
            logout.toString(),
            "backchannel.logout.session.required",
            "true"));
  }

  JsonNode signIn(String user, String address) throws Exception {
    HttpResponse<String> answer =
        token(
            address,
            Map.of(
                "grant_type",
                "password",
                "username",
                user,
                "password",
                People.PASSWORD,
                "scope",
                "openid"));
    if (answer.statusCode() != 200) {
      throw new AssertionError("no tokens: " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  HttpResponse<String> refresh(JsonNode tokens, String address) throws Exception {
    return token(
        address,
        Map.of(
            "grant_type", "refresh_token", "refresh_token", tokens.path("refresh_token").asText()));
  }

  /** The user changes the first name at the account console. */
  int rename(JsonNode tokens, String user, String name) throws Exception {
    ObjectNode profile = JSON.createObjectNode();
    profile.put("username", user).put("email", People.email(user));
    profile.put("firstName", name).put("lastName", "Door");
    return http.send(
            HttpRequest.newBuilder(stack.keycloak().url().resolve("/realms/flowshield/account/"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + tokens.path("access_token").asText())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(profile.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private HttpResponse<String> token(String address, Map<String, String> form) throws Exception {
    String fields =
        "client_id=%s%s&"
                .formatted(encode(clientId), onServer ? "&client_secret=" + encode(SECRET) : "")
            + form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    return http.send(
        HttpRequest.newBuilder(
                stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/token"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Forwarded-For", address)
            .POST(HttpRequest.BodyPublishers.ofString(fields))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    stack.admin().send("DELETE", "/clients/" + id, "");
  }
}
