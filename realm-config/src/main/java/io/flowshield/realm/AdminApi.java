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
 * The few calls of Keycloak's admin REST API that the command needs, with one administrator's
 * token.
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
      throws RealmCommandException, InterruptedException {
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
      throw new RealmCommandException(
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
  boolean exists(String realm) throws RealmCommandException, InterruptedException {
    HttpResponse<String> answer = send(request("/admin/realms/" + encoded(realm)).GET());
    return switch (answer.statusCode()) {
      case 200 -> true;
      case 404 -> false;
      default ->
          throw new RealmCommandException(
              "The realm " + realm + " cannot be looked up: " + reason(answer));
    };
  }

  /** Themes and providers that a realm needs and the server lacks, a line each. */
  List<String> missing(RealmFile file) throws RealmCommandException, InterruptedException {
    HttpResponse<String> answer = send(request("/admin/serverinfo").GET());
    if (answer.statusCode() != 200) {
      throw new RealmCommandException("The server does not say what it has: " + reason(answer));
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
  void create(RealmFile file) throws RealmCommandException, InterruptedException {
    HttpResponse<String> answer =
        send(
            request("/admin/realms")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(file.json())));
    if (answer.statusCode() != 201) {
      throw new RealmCommandException("Keycloak refuses the realm: " + reason(answer));
    }
  }

  /**
   * What the server did, or would do.
   *
   * @param changes a line each
   * @param notes what an administrator should know besides, a line each
   */
  record Changes(List<String> changes, List<String> notes) {}

  /**
   * Binds Flow Shield to a realm.
   *
   * @param doors separated by commas; empty for all
   */
  Changes apply(String realm, String doors, boolean dryRun)
      throws RealmCommandException, InterruptedException {
    return changes(
        request(binding(realm) + "?dryRun=" + dryRun + "&doors=" + encoded(doors))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /**
   * Takes Flow Shield out of a realm.
   *
   * @param pending what becomes of accounts whose registration has not ended; may be empty
   */
  Changes remove(String realm, String pending, boolean dryRun)
      throws RealmCommandException, InterruptedException {
    return changes(
        request(binding(realm) + "?dryRun=" + dryRun + "&pending=" + encoded(pending)).DELETE());
  }

  /**
   * What the linter has found.
   *
   * @param severity {@code ERROR}, {@code WARNING} or {@code INFO}
   * @param code what it is
   * @param place where
   * @param text what is wrong
   * @param fix what to do
   */
  record Finding(String severity, String code, String place, String text, String fix) {
    boolean isRemark() {
      return severity.equals("INFO");
    }
  }

  /** Has the server look through a realm's flows and settings. */
  List<Finding> lint(String realm) throws RealmCommandException, InterruptedException {
    HttpResponse<String> answer =
        send(request("/admin/realms/" + encoded(realm) + "/flowshield/lint").GET());
    switch (answer.statusCode()) {
      case 200 -> {
        List<Finding> findings = new ArrayList<>();
        for (JsonNode finding : json(answer).path("findings")) {
          findings.add(
              new Finding(
                  finding.path("severity").asText(),
                  finding.path("code").asText(),
                  finding.path("place").asText(),
                  finding.path("text").asText(),
                  finding.path("fix").asText()));
        }
        return findings;
      }
      case 403 -> throw new RealmCommandException("This takes the role view-realm of that realm.");
      case 404 ->
          throw new RealmCommandException(
              "There is no such realm, or the server runs without Flow Shield.");
      default -> throw new RealmCommandException("The realm was not read: " + reason(answer));
    }
  }

  private Changes changes(HttpRequest.Builder request)
      throws RealmCommandException, InterruptedException {
    HttpResponse<String> answer = send(request);
    switch (answer.statusCode()) {
      case 200 -> {
        JsonNode body = json(answer);
        return new Changes(lines(body.path("changes")), lines(body.path("notes")));
      }
      case 409 ->
          throw new RealmCommandException(
              "Nothing was changed:\n  "
                  + String.join("\n  ", lines(json(answer).path("problems"))));
      case 403 ->
          throw new RealmCommandException(
              "This takes the roles manage-realm, manage-clients and manage-users of that realm.");
      case 404 ->
          throw new RealmCommandException(
              "There is no such realm, or the server runs without Flow Shield.");
      default -> throw new RealmCommandException("Nothing was changed: " + reason(answer));
    }
  }

  private static List<String> lines(JsonNode array) {
    List<String> lines = new ArrayList<>();
    array.forEach(line -> lines.add(line.asText()));
    return lines;
  }

  private static String binding(String realm) {
    return "/admin/realms/" + encoded(realm) + "/flowshield-binding";
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws RealmCommandException, InterruptedException {
    HttpRequest built = request.timeout(CALL_LIMIT).build();
    try {
      return http.send(built, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RealmCommandException("No answer from " + server + ": " + e);
    }
  }

  private URI uri(String path) {
    return URI.create(server + path);
  }

  private static JsonNode json(HttpResponse<String> answer) throws RealmCommandException {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new RealmCommandException("This is not Keycloak's answer: " + answer.uri());
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
