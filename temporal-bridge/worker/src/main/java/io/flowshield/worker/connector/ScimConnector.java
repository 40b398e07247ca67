package io.flowshield.worker.connector;

import com.fasterxml.jackson.databind.JsonNode;
import io.flowshield.worker.http.JsonHttp;
import io.flowshield.worker.http.JsonHttp.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SCIM 2.0 (RFC 7643, RFC 7644). The service's {@code externalId} is Keycloak's user id; it is
 * looked up before a create, because POST is not idempotent, and again when a create conflicts,
 * because another attempt may have won. A service that cannot filter by it is an error as soon as
 * its users no longer fit on one page.
 */
public final class ScimConnector implements ServiceConnector {
  private static final String MEDIA_TYPE = "application/scim+json";
  private static final String USER_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";

  private final JsonHttp http = new JsonHttp();
  private final String name;
  private final String users;
  private final String token;

  /**
   * @param name in the settings
   * @param url base address, without {@code /Users}
   * @param token bearer token
   */
  public ScimConnector(String name, URI url, String token) {
    this.name = name;
    this.users = url + (url.toString().endsWith("/") ? "Users" : "/Users");
    this.token = token;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void provision(Person person, String idempotencyKey) {
    try {
      if (!find(person.userId()).isEmpty()) {
        return;
      }
      Answer answer =
          http.send(
              request(users)
                  .header("Content-Type", MEDIA_TYPE)
                  .POST(JsonHttp.json(user(person)))
                  .build());
      boolean created = answer.succeeded();
      // 409: our own earlier attempt is fine, somebody else's user of that name is a refusal.
      if (!created && !(answer.status() == 409 && !find(person.userId()).isEmpty())) {
        throw ServiceFailures.of(name, answer);
      }
    } catch (IOException e) {
      throw ServiceFailures.unavailable(name, e);
    }
  }

  @Override
  public void withdraw(String realm, String userId, String idempotencyKey) {
    try {
      for (String id : find(userId)) {
        Answer answer = http.send(request(users + "/" + encode(id)).DELETE().build());
        if (!answer.succeeded() && answer.status() != 404) {
          throw ServiceFailures.of(name, answer);
        }
      }
    } catch (IOException e) {
      throw ServiceFailures.unavailable(name, e);
    }
  }

  private List<String> find(String externalId) throws IOException {
    String filter =
        "externalId eq \"" + externalId.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    Answer answer = http.send(request(users + "?filter=" + encode(filter)).GET().build());
    if (!answer.succeeded()) {
      throw ServiceFailures.of(name, answer);
    }
    JsonNode list = answer.as(JsonNode.class);
    List<String> ids = new ArrayList<>();
    for (JsonNode resource : list.path("Resources")) {
      // A service that ignores filters must not make us delete somebody else.
      if (externalId.equals(resource.path("externalId").asText())) {
        ids.add(resource.path("id").asText());
      }
    }
    // RFC 7644, 3.4.2: one that ignores filters lists the first page of others, and the account may
    // be on another. Going on would leave it there for good.
    int listed = list.path("Resources").size();
    int total = list.path("totalResults").asInt();
    if (ids.isEmpty() && listed > 0 && total > listed) {
      throw ServiceFailures.unavailable(
          name, "does not find users by externalId, lists " + listed + " of " + total);
    }
    return ids;
  }

  private HttpRequest.Builder request(String target) {
    return JsonHttp.request(URI.create(target))
        .header("Authorization", "Bearer " + token)
        .header("Accept", MEDIA_TYPE);
  }

  private static Map<String, Object> user(Person person) {
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("schemas", List.of(USER_SCHEMA));
    user.put("externalId", person.userId());
    user.put("userName", person.username());
    user.put("active", true);
    Map<String, Object> fullName = new LinkedHashMap<>();
    put(fullName, "givenName", person.firstName());
    put(fullName, "familyName", person.lastName());
    if (!fullName.isEmpty()) {
      user.put("name", fullName);
    }
    if (person.email() != null) {
      user.put("emails", List.of(Map.of("value", person.email(), "primary", true)));
    }
    put(user, "locale", person.locale());
    return user;
  }

  private static void put(Map<String, Object> object, String key, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      object.put(key, value);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
