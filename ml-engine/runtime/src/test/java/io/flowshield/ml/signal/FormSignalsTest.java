package io.flowshield.ml.signal;

import static io.flowshield.ml.Attempts.reporting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.telemetry.Telemetry;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A3")
class FormSignalsTest {

  private static Telemetry form(
      long millis, int moves, double distance, Telemetry.Field... fields) {
    return new Telemetry(Telemetry.Status.PRESENT, millis, List.of(fields), moves, distance, false);
  }

  private static Telemetry.Field typed(String name, int strokes, int corrections) {
    return new Telemetry.Field(
        name, Collections.nCopies(strokes, new Telemetry.Stroke(150, 90)), 0, false, corrections);
  }

  private static Telemetry.Field filled(String name) {
    return new Telemetry.Field(name, List.of(), 0, true, 0);
  }

  @Test
  void withoutTelemetryNothingIsSaid() {
    for (Signal signal :
        List.of(
            new TimeOnPage(),
            new TypingCorrections(),
            new PointerPath(),
            new PointerJumps(),
            new FocusOrder())) {
      assertThat(signal.value(reporting(Telemetry.ABSENT))).as(signal.name()).isNaN();
      assertThat(signal.value(reporting(Telemetry.INVALID))).as(signal.name()).isNaN();
      assertThat(signal.logOdds(Float.NaN)).as(signal.name()).isZero();
    }
  }

  @Test
  void timeOnPageCountsInPowersOfTen() {
    assertThat(new TimeOnPage().value(reporting(form(9_000, 0, 0)))).isCloseTo(1, within(1e-6f));
    assertThat(new TimeOnPage().value(reporting(form(0, 0, 0)))).isZero();
  }

  @Test
  void correctionsAreThoseOfTypedFieldsOnly() {
    Telemetry telemetry =
        form(9_000, 0, 0, typed("username", 10, 2), filled("password"), typed("email", 10, 0));
    assertThat(new TypingCorrections().value(reporting(telemetry))).isCloseTo(0.1f, within(1e-6f));
    assertThat(new TypingCorrections().value(reporting(form(9_000, 0, 0, filled("password")))))
        .isNaN();
  }

  @Test
  void aHandMovesAndAProgramJumps() {
    PointerJumps jumps = new PointerJumps();
    assertThat(jumps.value(reporting(form(9_000, 20, 1_200)))).isZero();
    assertThat(jumps.value(reporting(form(9_000, 4, 3_000)))).isEqualTo(1);
    assertThat(jumps.logOdds(1)).isEqualTo(1);
    assertThat(jumps.value(reporting(form(9_000, 0, 0)))).as("keyboard alone").isNaN();
    assertThat(new PointerPath().value(reporting(form(9_000, 20, 999))))
        .isCloseTo(3, within(1e-6f));
  }

  @Test
  void orderOfFocusIsThatOfThePage() {
    FocusOrder order = new FocusOrder();
    assertThat(
            order.value(
                reporting(form(9_000, 0, 0, typed("username", 8, 0), typed("password", 8, 0)))))
        .isZero();
    assertThat(
            order.value(
                reporting(form(9_000, 0, 0, typed("password", 8, 0), typed("username", 8, 0)))))
        .isEqualTo(1);
    assertThat(
            order.value(reporting(form(9_000, 0, 0, typed("password", 8, 0), filled("username")))))
        .as("a manager's own order")
        .isNaN();
  }
}
