package io.flowshield.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** An administrator of a realm, over Keycloak's REST interface and ours beside it. */
public final class AdminClient {
  /** An answer that was not a success. */
  public static final class Refused extends IOException {
    private final int status;

    Refused(String what, int status, String body) {
      super(what + " was answered with " + status + ": " + body);
      this.status = status;
    }

    /** HTTP status. */
    public int status() {
      return status;
    }
  }

  /**
   * Who administers the master realm.
   *
   * @param username user name
   * @param password password
   */
  public record Account(String username, String password) {
    @Override
    public String toString() {
      return username;
    }
  }

  private final URI keycloak;
  private final String realm;
  private final Account account;
  private final JsonMapper json = new JsonMapper();
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(10))
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private String token = "";
  private long tokenEnd;

  public AdminClient(URI keycloak, String realm, Account account) {
    this.keycloak = keycloak;
    this.realm = realm;
    this.account = account;
  }

  /** The same administrator in another realm. */
  public AdminClient ofRealm(String name) {
    return new AdminClient(keycloak, name, account);
  }

  /**
   * Reads from below {@code /admin/realms/{realm}}.
   *
   * @param path begins with a slash, or is empty for the realm itself
   * @return a missing node when the answer is 404
   */
  public JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(realmUri(path), "GET", "");
    if (response.statusCode() == 404) {
      return MissingNode.getInstance();
    }
    return json.readTree(checked("GET " + path, response).body());
  }

  /** Reads from below {@code /admin}. */
  public JsonNode getServer(String path) throws IOException, InterruptedException {
    return json.readTree(
        checked("GET " + path, send(keycloak.resolve("/admin" + path), "GET", "")).body());
  }

  /** Sends a body below {@code /admin/realms/{realm}} and returns the answer's. */
  public String send(String method, String path, String body)
      throws IOException, InterruptedException {
    return checked(method + " " + path, send(realmUri(path), method, body)).body();
  }

  /** A user by name. */
  public Optional<JsonNode> user(String username) throws IOException, InterruptedException {
    JsonNode users = get("/users?exact=true&username=" + encode(username));
    return users.isEmpty() ? Optional.empty() : Optional.of(users.get(0));
  }

  /** Creates a user with a password and a verified address, who is done with registering. */
  public String createUser(String username, String email, String password)
      throws IOException, InterruptedException {
    var user = json.createObjectNode();
    user.put("username", username).put("email", email).put("enabled", true);
    user.put("emailVerified", true).put("firstName", "Anna").put("lastName", "Schmidt");
    user.putArray("credentials")
        .addObject()
        .put("type", "password")
        .put("value", password)
        .put("temporary", false);
    send("POST", "/users", user.toString());
    return user(username).orElseThrow().path("id").asText();
  }

  /**
   * Makes a realm.
   *
   * @param json the realm file's text
   */
  public void createRealm(String json) throws IOException, InterruptedException {
    checked("POST /admin/realms", send(keycloak.resolve("/admin/realms"), "POST", json));
    forgetToken();
  }

  /** A token tells of the realms that were there when it was made. */
  private synchronized void forgetToken() {
    token = "";
  }

  private URI realmUri(String path) {
    return keycloak.resolve("/admin/realms/" + realm + path);
  }

  private HttpResponse<String> send(URI uri, String method, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri)
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private synchronized String token() throws IOException, InterruptedException {
    if (System.nanoTime() >= tokenEnd || token.isEmpty()) {
      String form =
          "grant_type=password&client_id=admin-cli&username=%s&password=%s"
              .formatted(encode(account.username()), encode(account.password()));
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(
                      keycloak.resolve("/realms/master/protocol/openid-connect/token"))
                  .timeout(Duration.ofSeconds(60))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(form))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      JsonNode answer = json.readTree(checked("token", response).body());
      token = answer.path("access_token").asText();
      tokenEnd =
          System.nanoTime()
              + Duration.ofSeconds(Math.max(1, answer.path("expires_in").asLong() - 20)).toNanos();
    }
    return token;
  }

  private static HttpResponse<String> checked(String what, HttpResponse<String> response)
      throws Refused {
    if (response.statusCode() / 100 != 2) {
      throw new Refused(what, response.statusCode(), response.body());
    }
    return response;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
