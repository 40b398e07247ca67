package io.flowshield.tests.continuous;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Has the realm's running sessions looked at, lets every login pass meanwhile, and puts everything
 * back.
 */
final class RealmSessions implements AutoCloseable {
  private static final String SESSION = "flowshield.session.";
  private static final Map<String, String> DEFAULTS =
      Map.of(
          SESSION + "evaluation",
          "off",
          SESSION + "sensitiveActions",
          "6",
          SESSION + "networks",
          "4",
          "flowshield.login.mediumThreshold",
          "0.30",
          "flowshield.login.highThreshold",
          "0.85");

  private final AdminClient admin;

  private RealmSessions(AdminClient admin, String evaluation, Map<String, String> more)
      throws Exception {
    this.admin = admin;
    Map<String, String> wanted = new LinkedHashMap<>(more);
    wanted.put("evaluation", evaluation);
    Map<String, String> attributes = new LinkedHashMap<>();
    wanted.forEach((name, value) -> attributes.put(SESSION + name, value));
    attributes.put("flowshield.login.mediumThreshold", "1");
    attributes.put("flowshield.login.highThreshold", "1");
    set(attributes);
  }

  /** Watched, and acted on. */
  static RealmSessions enforced(AdminClient admin, Map<String, String> more) throws Exception {
    return new RealmSessions(admin, "enforce", more);
  }

  /** Watched only. */
  static RealmSessions reported(AdminClient admin) throws Exception {
    return new RealmSessions(admin, "report", Map.of());
  }

  /** Not watched. */
  static RealmSessions off(AdminClient admin) throws Exception {
    return new RealmSessions(admin, "off", Map.of());
  }

  private void set(Map<String, String> attributes) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    attributes.forEach(realm.withObject("/attributes")::put);
    admin.send("PUT", "", realm.toString());
  }

  @Override
  public void close() throws Exception {
    set(DEFAULTS);
  }
}
