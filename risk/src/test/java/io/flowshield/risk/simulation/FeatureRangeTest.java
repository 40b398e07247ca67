package io.flowshield.risk.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.LoginFeatures;
import io.flowshield.ml.RegistrationFeatures;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("C8")
class FeatureRangeTest {

  @ParameterizedTest
  @CsvSource({
    "new_country, 0",
    "new_country, 1",
    "unlikely_login, -3.5",
    "impossible_travel, 5000",
    "a_signal_of_tomorrow, 3"
  })
  void a_value_within_is_taken(String name, double value) {
    assertThat(FeatureRange.of(name).checked(value)).isEqualTo((float) value);
  }

  @ParameterizedTest
  @CsvSource({
    "new_country, 1.01",
    "new_country, -0.1",
    "new_country, NaN",
    "unlikely_login, 21",
    "impossible_travel, -1",
    "impossible_travel, Infinity",
    "recent_failures, 1e7"
  })
  void one_outside_is_not(String name, double value) {
    assertThatThrownBy(() -> FeatureRange.of(name).checked(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name + " is a number from ");
  }

  @Test
  void every_name_with_a_range_of_its_own_is_a_signals() {
    Set<String> names = new TreeSet<>(LoginFeatures.SCHEMA.names());
    names.addAll(RegistrationFeatures.SET.schema().names());
    assertThat(names).containsAll(FeatureRange.SHARES).containsAll(FeatureRange.ODDS);
  }
}
