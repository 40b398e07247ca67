package io.flowshield.ml.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("A6")
class NameMatchTest {

  @ParameterizedTest
  @CsvSource({
    "anna.schmidt85, Anna, Schmidt, 1",
    "a.schmidt, Anna, Schmidt, 1",
    "schmidta, Anna, Schmidt, 1",
    "anna85, Anna, Schmidt, 0.7",
    "anna.weber, Anna, Schmidt, 0.7",
    "juergen.mueller, Jürgen, Müller, 1",
    "jurgen.muller, Jürgen, Müller, 1",
    "chris77, Christina, Berg, 0.4",
    "as1990, Anna, Schmidt, 0.4",
    "sunnytiger, Anna, Schmidt, 0",
    "bo.li, Bo, Li, 0",
    "x7k2q9, Anna, Schmidt, 0",
    "12345, Anna, Schmidt, NaN",
    "anna, Анна, Иванова, NaN",
    "anna, '', '', NaN"
  })
  void agreementIsGraded(String localPart, String first, String last, Double expected) {
    assertThat(NameMatch.agreement(localPart, first, last)).isEqualTo(expected);
  }
}
