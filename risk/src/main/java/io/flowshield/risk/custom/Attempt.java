package io.flowshield.risk.custom;

import io.flowshield.ml.context.RiskContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A login that is being judged, as custom signals see it. Immutable; holds nothing of Keycloak's
 * session, so that a signal that is late cannot harm the login it is late for.
 *
 * @param realm the realm's name
 * @param userId the user's id
 * @param attributes the user's attributes that the signal asked for; those without a value are left
 *     out
 * @param facts what our own signals see
 */
public record Attempt(
    String realm, String userId, Map<String, List<String>> attributes, RiskContext facts) {

  public Attempt {
    attributes = Map.copyOf(attributes);
  }

  /** When the request arrived. */
  public Instant time() {
    return facts.time();
  }

  /** The first value of an attribute; empty when there is none. */
  public String attribute(String name) {
    List<String> values = attributes.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.get(0);
  }
}
