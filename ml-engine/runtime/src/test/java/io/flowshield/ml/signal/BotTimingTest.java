package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.reporting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.telemetry.Telemetry;
import io.flowshield.ml.telemetry.Telemetry.Field;
import io.flowshield.ml.telemetry.Telemetry.Stroke;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BotTimingTest {
  private static final List<Stroke> PERSON =
      strokes(0, 92, 180, 71, 143, 88, 260, 105, 121, 64, 97, 110, 340, 83, 156, 97);
  private final BotTiming signal = new BotTiming();

  private static List<Stroke> strokes(int... flightsAndDwells) {
    List<Stroke> strokes = new ArrayList<>();
    for (int i = 0; i < flightsAndDwells.length; i += 2) {
      strokes.add(new Stroke(flightsAndDwells[i], flightsAndDwells[i + 1]));
    }
    return strokes;
  }

  private float value(long timeOnPage, Field... fields) {
    return signal.value(
        reporting(
            new Telemetry(Telemetry.Status.PRESENT, timeOnPage, List.of(fields), 5, 300, false)));
  }

  @Test
  void isZeroForAPerson() {
    assertThat(value(9_000, new Field("password", PERSON, 0, false, 1))).isZero();
  }

  @Test
  void isOneForAScriptThatTypesLikeAClock() {
    List<Stroke> clock = strokes(0, 5, 10, 5, 10, 5, 10, 5, 10, 5, 10, 5, 10, 5);
    assertThat(value(300, new Field("password", clock, 0, false, 0))).isOne();
    assertThat(signal.logOdds(1)).isEqualTo(3);
  }

  @Test
  void growsAsTheFormIsSentSooner() {
    // Between 1500 ms (0) and 300 ms (1): at 900 ms half.
    assertThat(value(900, new Field("password", PERSON, 0, false, 0)))
        .isCloseTo(0.5f, within(0.001f));
  }

  @Test
  void isMissingForPasteManagersAndFewStrokes() {
    assertThat(value(200, new Field("password", List.of(), 1, false, 0))).isNaN();
    assertThat(value(200, new Field("password", PERSON, 0, true, 0))).isNaN();
    assertThat(value(200, new Field("password", PERSON.subList(0, 4), 0, false, 0))).isNaN();
    assertThat(signal.value(reporting(Telemetry.ABSENT))).isNaN();
    assertThat(signal.value(reporting(Telemetry.INVALID))).isNaN();
  }
}
