package io.flowshield.risk.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the signals of one door said over some time.
 *
 * @param assessed attempts that were judged
 * @param signals by name
 */
public record SignalCounts(long assessed, Map<String, Tally> signals) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static final SignalCounts NONE = new SignalCounts(0, Map.of());

  public SignalCounts {
    signals = Map.copyOf(signals);
  }

  /**
   * What one signal said.
   *
   * @param valued attempts that it had a value for
   * @param fired of these, how many it held against the attempt
   * @param failed attempts at which it threw an exception
   * @param low smallest value, positive infinity when there was none
   * @param high largest value, negative infinity when there was none
   */
  public record Tally(long valued, long fired, long failed, double low, double high) {
    public static final Tally NONE =
        new Tally(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    Tally plus(Tally other) {
      return new Tally(
          valued + other.valued,
          fired + other.fired,
          failed + other.failed,
          Math.min(low, other.low),
          Math.max(high, other.high));
    }
  }

  /** What a signal said; nothing when it was not asked. */
  public Tally of(String signal) {
    return signals.getOrDefault(signal, Tally.NONE);
  }

  public SignalCounts plus(SignalCounts other) {
    Map<String, Tally> sum = new TreeMap<>(signals);
    other.signals.forEach((name, tally) -> sum.merge(name, tally, Tally::plus));
    return new SignalCounts(assessed + other.assessed, sum);
  }

  /** {@code {"assessed": 7, "signals": {"new_device": [7, 2, 0, 0.0, 1.0]}}}. */
  byte[] encoded() {
    ObjectNode root = JSON.createObjectNode().put("assessed", assessed);
    ObjectNode all = root.putObject("signals");
    new TreeMap<>(signals)
        .forEach(
            (name, tally) -> {
              ArrayNode numbers = all.putArray(name);
              numbers.add(tally.valued()).add(tally.fired()).add(tally.failed());
              if (tally.low() <= tally.high()) {
                numbers.add(tally.low()).add(tally.high());
              }
            });
    return root.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** What was stored; what cannot be read counts as nothing. */
  static SignalCounts decoded(byte[] bytes) {
    Map<String, Tally> signals = new TreeMap<>();
    try {
      JsonNode root = JSON.readTree(bytes);
      for (Map.Entry<String, JsonNode> entry : root.path("signals").properties()) {
        JsonNode numbers = entry.getValue();
        signals.put(
            entry.getKey(),
            new Tally(
                numbers.path(0).asLong(),
                numbers.path(1).asLong(),
                numbers.path(2).asLong(),
                numbers.path(3).asDouble(Double.POSITIVE_INFINITY),
                numbers.path(4).asDouble(Double.NEGATIVE_INFINITY)));
      }
      return new SignalCounts(root.path("assessed").asLong(), signals);
    } catch (IOException e) {
      return NONE;
    }
  }
}
