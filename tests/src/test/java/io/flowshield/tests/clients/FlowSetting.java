package io.flowshield.tests.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.demo.AdminClient;

/** One setting of a step of the browser flow, put back at the end. */
final class FlowSetting implements AutoCloseable {
  private static final String EXECUTIONS = "/authentication/flows/flowshield%20browser/executions";

  private final AdminClient admin;
  private final String path;
  private final String original;

  private FlowSetting(AdminClient admin, String path, String original) {
    this.admin = admin;
    this.path = path;
    this.original = original;
  }

  /**
   * Sets it.
   *
   * @param alias of the configuration
   */
  static FlowSetting set(AdminClient admin, String alias, String name, String value)
      throws Exception {
    for (JsonNode execution : admin.get(EXECUTIONS)) {
      if (execution.path("alias").asText().equals(alias)) {
        String path = "/authentication/config/" + execution.path("authenticationConfig").asText();
        JsonNode config = admin.get(path);
        ObjectNode changed = config.deepCopy();
        changed.withObject("/config").put(name, value);
        admin.send("PUT", path, changed.toString());
        return new FlowSetting(admin, path, config.toString());
      }
    }
    throw new IllegalStateException("the browser flow has no configuration " + alias);
  }

  @Override
  public void close() throws Exception {
    admin.send("PUT", path, original);
  }
}
