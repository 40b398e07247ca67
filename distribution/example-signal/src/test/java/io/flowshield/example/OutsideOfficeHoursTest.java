package io.flowshield.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.RiskContext;
import io.flowshield.risk.custom.Attempt;
import io.flowshield.testkit.attempt.Attempts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C16")
class OutsideOfficeHoursTest {
  private final OutsideOfficeHours signal = new OutsideOfficeHours();

  private double at(String time, String hours) {
    RiskContext facts = Attempts.login().at(Instant.parse(time)).facts();
    return signal.value(
        new Attempt(
            "realm",
            "user",
            hours.isEmpty() ? Map.of() : Map.of("officeHours", List.of(hours)),
            facts));
  }

  // 23 November 2026 is a Monday; Berlin is an hour ahead of UTC.
  @ParameterizedTest
  @CsvSource({
    "2026-11-23T07:00:00Z, 0",
    "2026-11-23T16:59:00Z, 0",
    "2026-11-23T17:00:00Z, 0",
    "2026-11-23T18:00:00Z, 0.5",
    "2026-11-23T06:30:00Z, 0.25",
    "2026-11-23T19:00:00Z, 1",
    "2026-11-23T01:00:00Z, 1",
    "2026-11-21T10:00:00Z, 1",
    "2026-11-22T10:00:00Z, 1"
  })
  void itRisesBeforeAndAfterTheOfficeHours(String time, double expected) {
    assertThat(at(time, "08:00-18:00 Europe/Berlin")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-23T23:30:00Z, 0",
    "2026-11-24T05:59:00Z, 0",
    "2026-11-24T07:00:00Z, 0.5",
    "2026-11-23T21:30:00Z, 0.25",
    "2026-11-23T12:00:00Z, 1"
  })
  void hoursMaySpanMidnight(String time, double expected) {
    assertThat(at(time, "22:00-06:00 UTC")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"''", "nine to five", "08:00-18:00", "08:00-25:00 UTC", "08:00-18:00 Nowhere/Here"})
  void withoutReadableHoursItHasNoValue(String hours) {
    assertThat(at("2026-11-23T10:00:00Z", hours)).isNaN();
  }

  @Test
  void keycloakFindsIt() {
    assertThat(ServiceLoader.load(io.flowshield.risk.custom.CustomSignal.class))
        .hasExactlyElementsOfTypes(OutsideOfficeHours.class);
    assertThat(signal.text(Locale.GERMAN)).isNotEqualTo(signal.text(Locale.FRENCH));
  }
}
