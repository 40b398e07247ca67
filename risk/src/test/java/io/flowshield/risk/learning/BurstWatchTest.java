package io.flowshield.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BurstWatchTest {

  @ParameterizedTest
  @CsvSource({"0, 0", "4, 0", "5, 5", "9, 5", "10, 10", "19, 10", "20, 20", "1000, 640"})
  void marks_double(int registrations, int mark) {
    assertThat(BurstWatch.mark(registrations)).isEqualTo(mark);
  }
}
