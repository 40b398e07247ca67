package io.flowshield.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.telemetry.Telemetry.Stroke;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TelemetryParserTest {
  private static final String GOOD =
      "{\"v\":1,\"t\":5321,\"w\":0,\"p\":[12,480.5],\"f\":[{\"n\":\"password\","
          + "\"k\":[[0,91],[140,77.6]],\"pa\":1,\"af\":0,\"c\":2}]}";

  @Test
  void readsWhatTheFormReports() {
    Telemetry telemetry = TelemetryParser.parse(GOOD);
    assertThat(telemetry.status()).isEqualTo(Telemetry.Status.PRESENT);
    assertThat(telemetry.timeOnPageMillis()).isEqualTo(5321);
    assertThat(telemetry.pointerMoves()).isEqualTo(12);
    assertThat(telemetry.pointerDistance()).isEqualTo(480.5);
    assertThat(telemetry.scripted()).isFalse();
    Telemetry.Field field = telemetry.fields().get(0);
    assertThat(field.name()).isEqualTo("password");
    assertThat(field.strokes()).containsExactly(new Stroke(0, 91), new Stroke(140, 78));
    assertThat(field.pastes()).isEqualTo(1);
    assertThat(field.autofilled()).isFalse();
    assertThat(field.corrections()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"42.5, 42.5", "60000, 60000", "0, NaN", "60001, NaN", "1e300, NaN"})
  @Tag("A9")
  void readsTheRoundTripWhereItIsPlausible(String sent, Double read) {
    Telemetry telemetry = TelemetryParser.parse("{\"v\":2,\"t\":1,\"r\":" + sent + ",\"f\":[]}");
    assertThat(telemetry.status()).isEqualTo(Telemetry.Status.PRESENT);
    assertThat(telemetry.roundTripMillis()).isEqualTo(read);
  }

  @Test
  @Tag("A9")
  void aPageFromBeforeTheRoundTripIsStillRead() {
    Telemetry telemetry = TelemetryParser.parse("{\"v\":1,\"t\":1,\"f\":[]}");
    assertThat(telemetry.status()).isEqualTo(Telemetry.Status.PRESENT);
    assertThat(telemetry.roundTripMillis()).isNaN();
  }

  @Test
  void nothingIsAbsent() {
    assertThat(TelemetryParser.parse(null)).isEqualTo(Telemetry.ABSENT);
    assertThat(TelemetryParser.parse("")).isEqualTo(Telemetry.ABSENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "null",
        "[]",
        "{}",
        "{",
        "{\"v\":3,\"t\":1,\"f\":[]}",
        "{\"v\":0,\"t\":1,\"f\":[]}",
        "{\"v\":2,\"t\":1,\"r\":-3,\"f\":[]}",
        "{\"v\":2,\"t\":1,\"r\":\"3\",\"f\":[]}",
        "{\"v\":1,\"f\":[]}",
        "{\"v\":1,\"t\":-1,\"f\":[]}",
        "{\"v\":1,\"t\":1,\"f\":[],\"x\":1}",
        "{\"v\":1,\"t\":1,\"t\":2,\"f\":[]}",
        "{\"v\":1,\"t\":1,\"f\":[]} {}",
        "{\"v\":1,\"t\":1e400,\"f\":[]}",
        "{\"v\":1,\"t\":1,\"w\":2,\"f\":[]}",
        "{\"v\":1,\"t\":1,\"f\":[{\"n\":\"<b>\"}]}",
        "{\"v\":1,\"t\":1,\"f\":[{\"n\":\"a\",\"k\":[[1]]}]}",
        "{\"v\":1,\"t\":1,\"f\":[{\"n\":\"a\",\"k\":[[1,2,3]]}]}",
        "{\"v\":1,\"t\":1,\"f\":[{\"n\":\"a\",\"k\":[[1,-2]]}]}",
        "{\"v\":1,\"t\":1,\"f\":[{\"n\":\"a\",\"k\":[[1,1e999]]}]}",
        "{\"v\":1,\"t\":1,\"f\":[[[[[[[[[[]]]]]]]]]]}"
      })
  void everythingElseIsInvalid(String value) {
    assertThat(TelemetryParser.parse(value)).isEqualTo(Telemetry.INVALID);
  }

  @Test
  void tooManyFieldsOrStrokesAreInvalid() {
    String field = "{\"n\":\"a\"}";
    assertThat(TelemetryParser.parse(fields((field + ",").repeat(7) + field)).status())
        .isEqualTo(Telemetry.Status.PRESENT);
    assertThat(TelemetryParser.parse(fields((field + ",").repeat(8) + field)))
        .isEqualTo(Telemetry.INVALID);
    assertThat(TelemetryParser.parse(strokes(200)).status()).isEqualTo(Telemetry.Status.PRESENT);
    assertThat(TelemetryParser.parse(strokes(201))).isEqualTo(Telemetry.INVALID);
  }

  private static String fields(String fields) {
    return "{\"v\":1,\"t\":1,\"f\":[" + fields + "]}";
  }

  private static String strokes(int count) {
    return fields("{\"n\":\"a\",\"k\":[" + "[1,2],".repeat(count - 1) + "[1,2]]}");
  }

  @Test
  void tenMegabytesAreRefusedWithoutBeingRead() {
    String huge = GOOD + " ".repeat(10 * 1024 * 1024);
    assertThat(TelemetryParser.parse(huge)).isEqualTo(Telemetry.INVALID);
  }

  @Property
  void noTextEverThrows(@ForAll String text) {
    assertThat(TelemetryParser.parse(text)).isNotNull();
  }

  @Property
  void noDamageEverThrows(@ForAll int position, @ForAll char replacement) {
    char[] characters = GOOD.toCharArray();
    characters[Math.floorMod(position, characters.length)] = replacement;
    assertThat(TelemetryParser.parse(new String(characters))).isNotNull();
  }
}
