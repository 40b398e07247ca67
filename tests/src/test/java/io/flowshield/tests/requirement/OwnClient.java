package io.flowshield.tests.requirement;

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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A confidential client with every grant, for one test. */
public final class OwnClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SECRET = "a-secret-of-the-tests";

  private final FlowShieldStack stack;
  private final String clientId = "every-grant-" + UUID.randomUUID();
  private final String id;
  private final HttpClient http = HttpClient.newHttpClient();

  public OwnClient(FlowShieldStack stack) throws Exception {
    this.stack = stack;
    ObjectNode client = JSON.createObjectNode();
    client.put("clientId", clientId).put("secret", SECRET).put("publicClient", false);
    client.put("directAccessGrantsEnabled", true).put("serviceAccountsEnabled", true);
    client.put("fullScopeAllowed", true);
    client
        .putObject("attributes")
        .put("oauth2.device.authorization.grant.enabled", "true")
        .put("oidc.ciba.grant.enabled", "true")
        .put("standard.token.exchange.enabled", "true");
    stack.admin().send("POST", "/clients", client.toString());
    this.id = stack.admin().get("/clients?clientId=" + clientId).get(0).path("id").asText();
  }

  String serviceAccount() throws Exception {
    return stack.admin().get("/clients/" + id + "/service-account-user").path("id").asText();
  }

  /** The client id. */
  String id() {
    return clientId;
  }

  /** It takes a partner's word for a user from now on. */
  void trusts(String partner) throws Exception {
    ObjectNode client = (ObjectNode) stack.admin().get("/clients/" + id);
    client
        .withObject("/attributes")
        .put("oauth2.jwt.authorization.grant.enabled", "true")
        .put("oauth2.jwt.authorization.grant.idp", partner);
    stack.admin().send("PUT", "/clients/" + id, client.toString());
  }

  /** Tokens of somebody who signs in with a password. */
  public JsonNode tokens(String username) throws Exception {
    return given(password(username, People.PASSWORD));
  }

  /** The same with a refresh token that outlives the session. */
  JsonNode offline(String username) throws Exception {
    return given(password(username, People.PASSWORD, "openid offline_access"));
  }

  private static JsonNode given(HttpResponse<String> answer) throws Exception {
    if (answer.statusCode() != 200) {
      throw new AssertionError("no tokens: " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  HttpResponse<String> password(String username, String password) throws Exception {
    return password(username, password, "openid");
  }

  private HttpResponse<String> password(String username, String password, String scope)
      throws Exception {
    return token(
        Map.of(
            "grant_type", "password", "username", username, "password", password, "scope", scope));
  }

  HttpResponse<String> refresh(JsonNode tokens) throws Exception {
    return token(
        Map.of(
            "grant_type", "refresh_token", "refresh_token", tokens.path("refresh_token").asText()));
  }

  HttpResponse<String> exchange(JsonNode tokens) throws Exception {
    return token(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token",
            tokens.path("access_token").asText(),
            "subject_token_type",
            "urn:ietf:params:oauth:token-type:access_token"));
  }

  HttpResponse<String> asItself() throws Exception {
    return token(Map.of("grant_type", "client_credentials"));
  }

  JsonNode startDevice() throws Exception {
    return JSON.readTree(post("auth/device", Map.of()).body());
  }

  HttpResponse<String> poll(JsonNode device) throws Exception {
    return token(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:device_code",
            "device_code",
            device.path("device_code").asText()));
  }

  /** A login that its user is to confirm on a telephone. */
  HttpResponse<String> startBackchannel(String username) throws Exception {
    return post("ext/ciba/auth", Map.of("scope", "openid", "login_hint", username));
  }

  HttpResponse<String> pollBackchannel(JsonNode started) throws Exception {
    return token(
        Map.of(
            "grant_type",
            "urn:openid:params:grant-type:ciba",
            "auth_req_id",
            started.path("auth_req_id").asText()));
  }

  HttpResponse<String> assertion(String word) throws Exception {
    return token(
        Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", word));
  }

  HttpResponse<String> userInfo(JsonNode tokens) throws Exception {
    return send(bearer(tokens, realm().resolve("userinfo")).GET());
  }

  /** A request of a person with the person's own token to the interface for administrators. */
  public HttpResponse<String> admin(JsonNode tokens, String method, String path, String body)
      throws Exception {
    return send(
        bearer(tokens, stack.keycloak().url().resolve("/admin/realms/flowshield" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** A request of a person with the person's own token below the realm. */
  public HttpResponse<String> own(JsonNode tokens, String method, String path, String body)
      throws Exception {
    return send(
        bearer(tokens, stack.keycloak().url().resolve("/realms/flowshield/" + path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> token(Map<String, String> form) throws Exception {
    return post("token", form);
  }

  private HttpResponse<String> post(String endpoint, Map<String, String> form) throws Exception {
    Map<String, String> fields = new LinkedHashMap<>(form);
    fields.put("client_id", clientId);
    fields.put("client_secret", SECRET);
    return send(
        HttpRequest.newBuilder(realm().resolve(endpoint))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&")))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder bearer(JsonNode tokens, URI uri) {
    return HttpRequest.newBuilder(uri)
        .timeout(Duration.ofSeconds(30))
        .header("Authorization", "Bearer " + tokens.path("access_token").asText());
  }

  private URI realm() {
    return stack.keycloak().url().resolve("/realms/flowshield/protocol/openid-connect/");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws Exception {
    stack.admin().send("DELETE", "/clients/" + id, "");
  }
}
