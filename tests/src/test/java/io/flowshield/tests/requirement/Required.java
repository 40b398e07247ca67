package io.flowshield.tests.requirement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.flowshield.demo.AdminClient;
import java.util.Map;

/** What is required of one user, as administrators set it. */
public record Required(AdminClient admin, String userId) {
  private static final JsonMapper JSON = new JsonMapper();

  public static Required of(AdminClient admin, String username) throws Exception {
    return new Required(admin, admin.user(username).orElseThrow().path("id").asText());
  }

  public String path() {
    return "/flowshield/users/" + userId + "/requirement";
  }

  public JsonNode set(String what) throws Exception {
    return set(Map.of("required", what));
  }

  public JsonNode set(Map<String, String> order) throws Exception {
    return JSON.readTree(admin.send("PUT", path(), JSON.writeValueAsString(order)));
  }

  public void lift() throws Exception {
    admin.send("DELETE", path(), "");
  }

  public String shown() throws Exception {
    return admin.get(path()).path("required").asText();
  }

  /** The newest event of a type that tells of this user. */
  public JsonNode event(String type) throws Exception {
    JsonNode events = admin.get("/events?max=1&type=" + type + "&user=" + userId);
    if (events.isEmpty()) {
      throw new AssertionError("no event " + type + " of user " + userId);
    }
    return events.get(0);
  }

  public int sessions() throws Exception {
    return admin.get("/users/" + userId + "/sessions").size();
  }
}
