package io.flowshield.ml.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.request.Network;
import io.flowshield.ml.request.RequestFacts;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one completed login taught a profile, so that it can be taken back when the login turns out
 * to have been somebody else's. Empty texts for what was not known.
 *
 * @param time when it completed
 * @param keys what was counted, by the profile's own names
 */
public record LearntLogin(Instant time, Map<Kind, String> keys) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a profile counts. */
  public enum Kind {
    ADDRESS,
    PREFIX,
    ASN,
    COUNTRY,
    DEVICE,
    USER_AGENT,
    BROWSER,
    SYSTEM,
    PLACE,
    LANGUAGE
  }

  public LearntLogin {
    keys = Map.copyOf(keys);
  }

  /** What {@link ProfileLearner} counts of a login. */
  public static LearntLogin of(RequestFacts request, Instant time) {
    Map<Kind, String> keys = new LinkedHashMap<>();
    Network network = request.network();
    boolean isPlace = network.kind() != Network.Kind.PRIVATE;
    keys.put(Kind.ADDRESS, network.addressKey());
    keys.put(Kind.PREFIX, network.prefix());
    keys.put(Kind.ASN, isPlace ? ProfileLearner.asnKey(network) : "");
    keys.put(Kind.COUNTRY, isPlace ? network.country() : "");
    keys.put(Kind.DEVICE, request.deviceId() == null ? "" : request.deviceId());
    keys.put(Kind.USER_AGENT, ProfileLearner.userAgentKey(request.userAgent()));
    keys.put(Kind.BROWSER, request.userAgent().browser());
    keys.put(Kind.SYSTEM, request.userAgent().os());
    keys.put(Kind.PLACE, network.kind().hidesPlace() ? "" : Towns.key(network.location()));
    keys.put(Kind.LANGUAGE, request.language());
    return new LearntLogin(time, keys);
  }

  String key(Kind kind) {
    return keys.getOrDefault(kind, "");
  }

  /** As JSON. */
  public String encode() {
    ObjectNode root = JSON.createObjectNode().put("time", time.toString());
    for (Kind kind : Kind.values()) {
      if (!key(kind).isEmpty()) {
        root.put(kind.name(), key(kind));
      }
    }
    return root.toString();
  }

  /** What {@link #encode} wrote; empty when there is nothing or it is damaged. */
  public static Optional<LearntLogin> decode(@Nullable String json) {
    if (json == null) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(json);
      Map<Kind, String> keys = new LinkedHashMap<>();
      for (Kind kind : Kind.values()) {
        keys.put(kind, root.path(kind.name()).asText(""));
      }
      return Optional.of(new LearntLogin(Instant.parse(root.path("time").asText()), keys));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
