package io.flowshield.realm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The few calls of Keycloak's admin REST API that an import needs, with one administrator's token.
 */
final class AdminApi {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration CALL_LIMIT = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
  private final String server;
  private final String token;

  /**
   * Signs in with the client {@code admin-cli}.
   *
   * @param server address of Keycloak, with its relative path if it has one
   * @param realm where the administrator's account is, usually {@code master}
   */
  AdminApi(String server, String realm, String user, String password)
      throws RealmImportException, InterruptedException {
    this.server = server.replaceAll("/+$", "");
    String form =
        Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                user,
                "password",
                password)
            .entrySet()
            .stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(
                    uri("/realms/" + encoded(realm) + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    if (answer.statusCode() != 200) {
      throw new RealmImportException(
          "The administrator "
              + user
              + " cannot sign in to the realm "
              + realm
              + ": "
              + reason(answer));
    }
    this.token = json(answer).path("access_token").asText();
  }

  /** Whether a realm of this name is there. */
  boolean exists(String realm) throws RealmImportException, InterruptedException {
    HttpResponse<String> answer = send(request("/admin/realms/" + encoded(realm)).GET());
    return switch (answer.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default ->
          throw new RealmImportException(
              "The realm " + realm + " cannot be looked up: " + reason(answer));
    };
  }

  /** Themes and providers that a realm needs and the server lacks, a line each. */
  List<String> missing(RealmFile file) throws RealmImportException, InterruptedException {
    HttpResponse<String> answer = send(request("/admin/serverinfo").GET());
    if (answer.statusCode() != 200) {
      throw new RealmImportException("The server does not say what it has: " + reason(answer));
    }
    JsonNode info = json(answer);
    List<String> missing = new ArrayList<>();
    file.providers()
        .forEach(
            (kind, ids) -> {
              JsonNode there = info.path("providers").path(kind).path("providers");
              ids.stream().filter(id -> !there.has(id)).forEach(id -> missing.add(kind + " " + id));
            });
    file.themes()
        .forEach(
            (type, names) -> {
              Set<String> there = new TreeSet<>();
              info.path("themes")
                  .path(type)
                  .forEach(theme -> there.add(theme.path("name").asText()));
              names.stream()
                  .filter(name -> !there.contains(name))
                  .forEach(name -> missing.add(type + " theme " + name));
            });
    return missing;
  }

  /** Creates the realm, all of it or nothing. */
  void create(RealmFile file) throws RealmImportException, InterruptedException {
    HttpResponse<String> answer =
        send(
            request("/admin/realms")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(file.json())));
    if (answer.statusCode() != 201) {
      throw new RealmImportException("Keycloak refuses the realm: " + reason(answer));
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws RealmImportException, InterruptedException {
    HttpRequest built = request.timeout(CALL_LIMIT).build();
    try {
      return http.send(built, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RealmImportException("No answer from " + server + ": " + e);
    }
  }

  private URI uri(String path) {
    return URI.create(server + path);
  }

  private static JsonNode json(HttpResponse<String> answer) throws RealmImportException {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new RealmImportException("This is not Keycloak's answer: " + answer.uri());
    }
  }

  /** Keycloak's own words where it has some. */
  private static String reason(HttpResponse<String> answer) {
    String status = "HTTP " + answer.statusCode();
    try {
      JsonNode body = JSON.readTree(answer.body());
      for (String field : List.of("errorMessage", "error_description", "error")) {
        if (body.hasNonNull(field)) {
          return status + ", " + body.path(field).asText();
        }
      }
      return status;
    } catch (IOException e) {
      return status;
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
