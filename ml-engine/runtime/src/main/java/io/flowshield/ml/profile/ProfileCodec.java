package io.flowshield.ml.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.anomaly.RandomCutForest;
import io.flowshield.ml.behaviour.TypingBaseline;
import io.flowshield.ml.behaviour.TypingHabits;
import io.flowshield.ml.request.UserAgent.DeviceClass;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes profiles and populations as versioned JSON and reads them back. Reading never throws: what
 * is damaged, or was written by a newer release, reads as a cold start and says so.
 */
public final class ProfileCodec {
  /** Grows when the format changes in a way that this class cannot read. */
  static final int VERSION = 3;

  /**
   * The oldest format that this class still reads: without towns, languages and round trips (new in
   * 2), and without how passwords are typed and samples of logins (new in 3).
   */
  private static final int OLDEST_VERSION = 1;

  private static final ObjectMapper JSON = new ObjectMapper();

  private ProfileCodec() {}

  /** How reading went. */
  public enum Status {
    READ,
    /** There was nothing to read: a cold start. */
    ABSENT,
    /** Written by a release that knows more: do not overwrite it. */
    UNKNOWN_VERSION,
    /** Not what this class writes. */
    DAMAGED
  }

  /**
   * What was read.
   *
   * @param value the profile; empty unless the status is {@link Status#READ}
   * @param status how reading went
   */
  public record Decoded<T>(T value, Status status) {}

  public static byte[] encode(LoginProfile profile) {
    ObjectNode root = JSON.createObjectNode().put("v", VERSION).put("logins", profile.logins());
    Instant first = profile.firstLogin();
    if (first != null) {
      root.put("first", first.toString());
    }
    LoginProfile.LastLogin last = profile.lastLogin();
    if (last != null) {
      ObjectNode node = root.putObject("last");
      node.put("time", last.time().toString()).put("country", last.country());
      if (!Double.isNaN(last.latitude()) && !Double.isNaN(last.longitude())) {
        node.put("lat", last.latitude()).put("lon", last.longitude());
      }
    }
    putCounts(root, "addresses", profile.addresses());
    putCounts(root, "prefixes", profile.prefixes());
    putCounts(root, "asns", profile.asns());
    putCounts(root, "countries", profile.countries());
    ObjectNode devices = root.putObject("devices");
    profile.devices().forEach(devices::put);
    putCounts(root, "userAgents", profile.userAgents());
    putCounts(root, "browsers", profile.browsers());
    putCounts(root, "systems", profile.systems());
    ArrayNode hours = root.putArray("hours");
    profile.hours().forEach(weight -> hours.add(rounded(weight)));
    putCounts(root, "places", profile.places());
    putCounts(root, "languages", profile.languages());
    LoginProfile.RoundTrips trips = profile.roundTrips();
    root.putArray("roundTrips")
        .add(rounded(trips.weight()))
        .add(rounded(trips.mean()))
        .add(rounded(trips.variance()));
    if (!profile.typing().baselines().isEmpty()) {
      ObjectNode typing = root.putObject("typing");
      profile
          .typing()
          .baselines()
          .forEach((device, baseline) -> typing.put(device.name(), baseline.encoded()));
    }
    putForest(root, profile.anomaly());
    return bytes(root);
  }

  public static byte[] encode(Population population) {
    ObjectNode root = JSON.createObjectNode().put("v", VERSION).put("logins", population.logins());
    putCounts(root, "prefixes", population.prefixes());
    putCounts(root, "asns", population.asns());
    putCounts(root, "countries", population.countries());
    putCounts(root, "userAgents", population.userAgents());
    putCounts(root, "browsers", population.browsers());
    putCounts(root, "systems", population.systems());
    putForest(root, population.anomaly());
    return bytes(root);
  }

  public static Decoded<LoginProfile> decodeProfile(byte @Nullable [] bytes) {
    return decode(bytes, LoginProfile.EMPTY, ProfileCodec::profile);
  }

  public static Decoded<Population> decodePopulation(byte @Nullable [] bytes) {
    return decode(bytes, Population.EMPTY, ProfileCodec::population);
  }

  private interface Reader<T> {
    T read(JsonNode root) throws DamagedException, IOException;
  }

  private static <T> Decoded<T> decode(byte @Nullable [] bytes, T empty, Reader<T> reader) {
    if (bytes == null || bytes.length == 0) {
      return new Decoded<>(empty, Status.ABSENT);
    }
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root == null || !root.path("v").isInt()) {
        return new Decoded<>(empty, Status.DAMAGED);
      }
      int version = root.path("v").asInt();
      if (version < OLDEST_VERSION || version > VERSION) {
        return new Decoded<>(empty, Status.UNKNOWN_VERSION);
      }
      return new Decoded<>(reader.read(root), Status.READ);
    } catch (IOException | DamagedException | DateTimeException e) {
      return new Decoded<>(empty, Status.DAMAGED);
    }
  }

  private static LoginProfile profile(JsonNode root) throws DamagedException, IOException {
    JsonNode last = root.path("last");
    return new LoginProfile(
        (int) number(root, "logins", Integer.MAX_VALUE),
        root.has("first") ? Instant.parse(root.path("first").asText()) : null,
        last.isObject()
            ? new LoginProfile.LastLogin(
                Instant.parse(last.path("time").asText()),
                last.path("country").asText(),
                last.path("lat").asDouble(Double.NaN),
                last.path("lon").asDouble(Double.NaN))
            : null,
        counts(root, "addresses"),
        counts(root, "prefixes"),
        counts(root, "asns"),
        counts(root, "countries"),
        devices(root),
        counts(root, "userAgents"),
        counts(root, "browsers"),
        counts(root, "systems"),
        hours(root),
        root.has("places") ? counts(root, "places") : Map.of(),
        root.has("languages") ? counts(root, "languages") : Map.of(),
        root.has("roundTrips") ? roundTrips(root) : LoginProfile.RoundTrips.NONE,
        typing(root),
        forest(root, LoginPoint.USER));
  }

  private static Population population(JsonNode root) throws DamagedException, IOException {
    return new Population(
        number(root, "logins", Long.MAX_VALUE),
        counts(root, "prefixes"),
        counts(root, "asns"),
        counts(root, "countries"),
        counts(root, "userAgents"),
        counts(root, "browsers"),
        counts(root, "systems"),
        forest(root, LoginPoint.REALM));
  }

  /** A sample of another shape, as a release with other dimensions wrote it, is learnt anew. */
  private static RandomCutForest forest(JsonNode root, RandomCutForest.Shape shape)
      throws DamagedException, IOException {
    JsonNode node = root.path("anomaly");
    if (!node.isObject()) {
      return RandomCutForest.empty(shape);
    }
    byte[] points = node.path("points").binaryValue();
    if (points == null || !node.path("seen").isIntegralNumber()) {
      throw new DamagedException();
    }
    try {
      return RandomCutForest.restored(shape, node.path("seen").asLong(), points);
    } catch (IllegalArgumentException e) {
      return RandomCutForest.empty(shape);
    }
  }

  private static void putForest(ObjectNode root, RandomCutForest forest) {
    root.putObject("anomaly").put("seen", forest.seen()).put("points", forest.points());
  }

  private static long number(JsonNode root, String name, long max) throws DamagedException {
    JsonNode node = root.path(name);
    if (!node.isIntegralNumber() || node.asLong() < 0 || node.asLong() > max) {
      throw new DamagedException();
    }
    return node.asLong();
  }

  private static Map<String, Double> counts(JsonNode root, String name) throws DamagedException {
    Map<String, Double> counts = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(root, name).properties()) {
      if (!entry.getValue().isNumber() || !(entry.getValue().asDouble() >= 0)) {
        throw new DamagedException();
      }
      counts.put(entry.getKey(), entry.getValue().asDouble());
    }
    return DecayedCounts.sorted(counts);
  }

  private static Map<String, Long> devices(JsonNode root) throws DamagedException {
    Map<String, Long> devices = new HashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(root, "devices").properties()) {
      if (!entry.getValue().isIntegralNumber()) {
        throw new DamagedException();
      }
      devices.put(entry.getKey(), entry.getValue().asLong());
    }
    return DecayedCounts.sorted(devices);
  }

  private static List<Double> hours(JsonNode root) throws DamagedException {
    JsonNode node = root.path("hours");
    if (!node.isArray() || node.size() != 24) {
      throw new DamagedException();
    }
    List<Double> hours = new ArrayList<>(24);
    for (JsonNode weight : node) {
      if (!weight.isNumber() || !(weight.asDouble() >= 0)) {
        throw new DamagedException();
      }
      hours.add(weight.asDouble());
    }
    return Collections.unmodifiableList(hours);
  }

  private static LoginProfile.RoundTrips roundTrips(JsonNode root) throws DamagedException {
    JsonNode node = root.path("roundTrips");
    for (JsonNode number : node) {
      if (!number.isNumber()) {
        throw new DamagedException();
      }
    }
    if (node.size() != 3 || !(node.get(0).asDouble() >= 0) || !(node.get(2).asDouble() >= 0)) {
      throw new DamagedException();
    }
    return new LoginProfile.RoundTrips(
        node.get(0).asDouble(), node.get(1).asDouble(), node.get(2).asDouble());
  }

  private static TypingHabits typing(JsonNode root) throws DamagedException {
    if (!root.has("typing")) {
      return TypingHabits.NONE;
    }
    Map<DeviceClass, TypingBaseline> baselines = new EnumMap<>(DeviceClass.class);
    JsonNode typing = object(root, "typing");
    for (DeviceClass device : DeviceClass.values()) {
      if (typing.has(device.name())) {
        TypingBaseline baseline = TypingBaseline.decoded(typing.path(device.name()).asText());
        if (baseline == null) {
          throw new DamagedException();
        }
        baselines.put(device, baseline);
      }
    }
    return new TypingHabits(baselines);
  }

  private static JsonNode object(JsonNode root, String name) throws DamagedException {
    JsonNode node = root.path(name);
    if (!node.isObject()) {
      throw new DamagedException();
    }
    return node;
  }

  private static void putCounts(ObjectNode root, String name, Map<String, Double> counts) {
    ObjectNode node = root.putObject(name);
    counts.forEach((key, count) -> node.put(key, rounded(count)));
  }

  /** Four decimals are plenty for a count and keep the blob short. */
  private static double rounded(double count) {
    return Math.round(count * 10_000) / 10_000.0;
  }

  private static byte[] bytes(ObjectNode root) {
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Not the shape that this class writes. */
  private static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedException() {
      super(null, null, false, false);
    }
  }
}
