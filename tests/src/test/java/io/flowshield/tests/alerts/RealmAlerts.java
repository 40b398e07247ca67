package io.flowshield.tests.alerts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;
import java.util.HashMap;
import java.util.Map;

/** Has users told of logins, until it is closed. */
final class RealmAlerts implements AutoCloseable {
  private static final String PREFIX = "flowshield.alert.";

  private final AdminClient admin;
  private final Map<String, String> off = new HashMap<>();

  private RealmAlerts(AdminClient admin, Map<String, String> settings) throws Exception {
    this.admin = admin;
    settings.keySet().forEach(name -> off.put(name, ""));
    set(settings);
  }

  /**
   * @param settings names behind {@code flowshield.alert.}
   */
  static RealmAlerts with(AdminClient admin, Map<String, String> settings) throws Exception {
    return new RealmAlerts(admin, settings);
  }

  /** Of every login. */
  static RealmAlerts ofEveryLogin(AdminClient admin) throws Exception {
    return with(admin, Map.of("on", "risk", "level", "LOW"));
  }

  private void set(Map<String, String> settings) throws Exception {
    ObjectNode realm = (ObjectNode) admin.get("");
    ObjectNode attributes = realm.withObject("/attributes");
    settings.forEach((name, value) -> attributes.put(PREFIX + name, value));
    admin.send("PUT", "", realm.toString());
  }

  @Override
  public void close() throws Exception {
    set(off);
  }
}
