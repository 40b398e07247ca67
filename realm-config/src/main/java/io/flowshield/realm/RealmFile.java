package io.flowshield.realm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A realm as Keycloak exports and imports it.
 *
 * @param json what is sent
 * @param root the same, read
 */
record RealmFile(String json, JsonNode root) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Reads a file's text and fills its placeholders in. */
  static RealmFile of(String text, Function<String, Optional<String>> values)
      throws RealmCommandException {
    String json = Placeholders.fill(text, values);
    try {
      RealmFile file = new RealmFile(json, JSON.readTree(json));
      if (file.realm().isEmpty()) {
        throw new RealmCommandException("This is no realm file: it names no realm.");
      }
      return file;
    } catch (JsonProcessingException e) {
      throw new RealmCommandException("This is no realm file: " + e.getOriginalMessage());
    }
  }

  /** The realm's name. */
  String realm() {
    return root.path("realm").asText("");
  }

  /** Confidential clients for which Keycloak makes a secret, since the file holds none. */
  List<String> clientsWithNewSecret() {
    List<String> clients = new ArrayList<>();
    for (JsonNode client : root.path("clients")) {
      if (client.path("protocol").asText("openid-connect").equals("openid-connect")
          && !client.path("publicClient").asBoolean()
          && !client.path("bearerOnly").asBoolean()
          && client.path("secret").asText("").isEmpty()) {
        clients.add(client.path("clientId").asText());
      }
    }
    return clients;
  }

  /**
   * What the server must have for this realm to work.
   *
   * @return ids by kind, the kind as in the server's own list ({@code GET /admin/serverinfo})
   */
  Map<String, Set<String>> providers() {
    Map<String, Set<String>> needed = new LinkedHashMap<>();
    for (JsonNode flow : root.path("authenticationFlows")) {
      boolean form = flow.path("providerId").asText().equals("form-flow");
      for (JsonNode execution : flow.path("authenticationExecutions")) {
        String id = execution.path("authenticator").asText("");
        String kind =
            execution.path("authenticatorFlow").asBoolean()
                ? "form-authenticator"
                : form ? "form-action" : "authenticator";
        add(needed, kind, id);
      }
    }
    for (JsonNode action : root.path("requiredActions")) {
      // Keycloak keeps some of its own switched off by a feature; only ours must be there.
      String id = action.path("providerId").asText("");
      if (id.startsWith("flowshield")) {
        add(needed, "required-action", id);
      }
    }
    for (JsonNode profile : root.at("/clientProfiles/profiles")) {
      for (JsonNode executor : profile.path("executors")) {
        add(needed, "client-policy-executor", executor.path("executor").asText(""));
      }
    }
    for (JsonNode listener : root.path("eventsListeners")) {
      add(needed, "eventsListener", listener.asText());
    }
    return needed;
  }

  /** Themes by type, as in the server's own list. */
  Map<String, Set<String>> themes() {
    Map<String, Set<String>> needed = new LinkedHashMap<>();
    for (String type : List.of("login", "account", "admin", "email")) {
      add(needed, type, root.path(type + "Theme").asText(""));
    }
    return needed;
  }

  private static void add(Map<String, Set<String>> needed, String kind, String id) {
    if (!id.isEmpty()) {
      needed.computeIfAbsent(kind, key -> new LinkedHashSet<>()).add(id);
    }
  }
}
