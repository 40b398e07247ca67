package io.flowshield.demo;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * Servers that somebody else has started, as docker-compose.yml does, from environment variables.
 *
 * @param keycloak {@code FLOWSHIELD_KEYCLOAK_URL}: its address, the same for browsers and for
 *     applications
 * @param administrator {@code FLOWSHIELD_ADMIN_USERNAME} and {@code FLOWSHIELD_ADMIN_PASSWORD}
 * @param listening {@code FLOWSHIELD_DEMO_HOST}: the name under which browsers, Keycloak and the
 *     worker find the demo's own servers
 * @param secrets {@code FLOWSHIELD_WORKER_SECRET}, {@code FLOWSHIELD_DEMO_CLIENT_SECRET}, {@code
 *     FLOWSHIELD_SCIM_TOKEN} and {@code FLOWSHIELD_WEBHOOK_SECRET}
 */
record GivenServers(
    URI keycloak,
    AdminClient.Account administrator,
    Listening listening,
    SampleApplications.Secrets secrets) {

  /** Fixed, so that they can be published. */
  static final SampleApplications.Layout LAYOUT =
      new SampleApplications.Layout(1025, 8092, 8093, 8090, 8094, 8091);

  /** Empty when no Keycloak is named. */
  static Optional<GivenServers> of(Map<String, String> environment) {
    if (!environment.containsKey("FLOWSHIELD_KEYCLOAK_URL")) {
      return Optional.empty();
    }
    return Optional.of(
        new GivenServers(
            URI.create(required(environment, "FLOWSHIELD_KEYCLOAK_URL")),
            new AdminClient.Account(
                required(environment, "FLOWSHIELD_ADMIN_USERNAME"),
                required(environment, "FLOWSHIELD_ADMIN_PASSWORD")),
            new Listening("0.0.0.0", required(environment, "FLOWSHIELD_DEMO_HOST")),
            new SampleApplications.Secrets(
                required(environment, "FLOWSHIELD_WORKER_SECRET"),
                required(environment, "FLOWSHIELD_DEMO_CLIENT_SECRET"),
                required(environment, "FLOWSHIELD_SCIM_TOKEN"),
                required(environment, "FLOWSHIELD_WEBHOOK_SECRET"))));
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set");
    }
    return value;
  }
}
