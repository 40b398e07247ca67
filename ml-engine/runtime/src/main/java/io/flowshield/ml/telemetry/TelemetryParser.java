package io.flowshield.ml.telemetry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the form field {@code flowshield_telemetry}:
 *
 * <pre>{@code
 * {"v":2,"t":<ms on page>,"w":0|1,"p":[moves,distance],"r":<ms>,
 *  "f":[{"n":"password","k":[[flight,dwell],...],"pa":0,"af":0,"c":0}]}
 * }</pre>
 *
 * {@code r}, the round trip, came with version 2 and may be left out.
 *
 * <p>Strict: at most 8 KiB, 8 fields and 200 strokes each; no other keys, no negative numbers,
 * nothing behind the end. Never throws: what does not fit is {@link Telemetry#INVALID}.
 */
public final class TelemetryParser {
  /** Longest value that is looked at, in characters and in bytes. */
  public static final int MAX_BYTES = 8 * 1024;

  /** Pages that were opened before an upgrade are sent after it. */
  private static final int OLDEST_VERSION = 1;

  private static final int VERSION = 2;
  private static final double MAX_ROUND_TRIP_MILLIS = 60_000;
  private static final int MAX_FIELDS = 8;
  private static final int MAX_STROKES = 200;
  private static final int MAX_DEPTH = 6;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-]{1,64}");

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(256)
                  .maxNumberLength(24)
                  .maxNameLength(16)
                  .build())
          .build();

  private TelemetryParser() {}

  /** What the value says; {@link Telemetry#ABSENT} when there is none. */
  public static Telemetry parse(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return Telemetry.ABSENT;
    }
    if (value.length() > MAX_BYTES) {
      return Telemetry.INVALID;
    }
    try (JsonParser parser = JSON.createParser(value)) {
      require(parser.nextToken() == JsonToken.START_OBJECT);
      Telemetry telemetry = document(parser);
      require(parser.nextToken() == null);
      return telemetry;
    } catch (IOException | RuntimeException e) {
      return Telemetry.INVALID;
    }
  }

  private static Telemetry document(JsonParser parser) throws IOException {
    long version = -1;
    long timeOnPage = -1;
    boolean scripted = false;
    double[] pointer = {0, 0};
    double roundTrip = Double.NaN;
    List<Telemetry.Field> fields = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "v" -> version = integer(parser);
        case "t" -> timeOnPage = integer(parser);
        case "w" -> scripted = flag(parser);
        case "p" -> pointer = pair(parser);
        case "r" -> roundTrip = number(parser);
        case "f" -> fields = fields(parser);
        default -> throw new IOException("Unknown key");
      }
    }
    require(version >= OLDEST_VERSION && version <= VERSION);
    require(timeOnPage >= 0 && fields != null);
    return new Telemetry(
        Telemetry.Status.PRESENT,
        timeOnPage,
        fields == null ? List.of() : fields,
        bounded(pointer[0]),
        pointer[1],
        scripted,
        roundTrip > 0 && roundTrip <= MAX_ROUND_TRIP_MILLIS ? roundTrip : Double.NaN);
  }

  private static List<Telemetry.Field> fields(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    List<Telemetry.Field> fields = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(parser.currentToken() == JsonToken.START_OBJECT && fields.size() < MAX_FIELDS);
      fields.add(field(parser));
    }
    return List.copyOf(fields);
  }

  private static Telemetry.Field field(JsonParser parser) throws IOException {
    String name = "";
    List<Telemetry.Stroke> strokes = List.of();
    int pastes = 0;
    boolean autofilled = false;
    int corrections = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "n" -> {
          require(parser.currentToken() == JsonToken.VALUE_STRING);
          name = parser.getText();
        }
        case "k" -> strokes = strokes(parser);
        case "pa" -> pastes = bounded(integer(parser));
        case "af" -> autofilled = flag(parser);
        case "c" -> corrections = bounded(integer(parser));
        default -> throw new IOException("Unknown key");
      }
    }
    require(NAME.matcher(name).matches());
    return new Telemetry.Field(name, strokes, pastes, autofilled, corrections);
  }

  private static List<Telemetry.Stroke> strokes(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    List<Telemetry.Stroke> strokes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      require(strokes.size() < MAX_STROKES);
      double[] times = pair(parser);
      strokes.add(new Telemetry.Stroke(bounded(times[0]), bounded(times[1])));
    }
    return List.copyOf(strokes);
  }

  private static double[] pair(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.START_ARRAY);
    parser.nextToken();
    double first = number(parser);
    parser.nextToken();
    double second = number(parser);
    require(parser.nextToken() == JsonToken.END_ARRAY);
    return new double[] {first, second};
  }

  private static boolean flag(JsonParser parser) throws IOException {
    long value = integer(parser);
    require(value <= 1);
    return value == 1;
  }

  private static long integer(JsonParser parser) throws IOException {
    require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
    long value = parser.getLongValue();
    require(value >= 0);
    return value;
  }

  /** Browsers count milliseconds in fractions; any finite number that is not negative will do. */
  private static double number(JsonParser parser) throws IOException {
    require(parser.currentToken() != null && parser.currentToken().isNumeric());
    double value = parser.getDoubleValue();
    require(value >= 0 && value <= Double.MAX_VALUE);
    return value;
  }

  private static int bounded(double value) {
    return (int) Math.min(Integer.MAX_VALUE, Math.round(value));
  }

  private static void require(boolean condition) throws IOException {
    if (!condition) {
      throw new IOException("Not the telemetry format");
    }
  }
}
