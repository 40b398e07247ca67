package io.flowshield.risk.learning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.context.Counters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("D12")
class FreshVectorTest {

  @ParameterizedTest
  @CsvSource({
    // Nobody else came from the person's network, however many addresses somebody makes up.
    "500, 0, 0",
    "500, 1, 0",
    "500, 3, 2",
    "2, 500, 2",
    "NaN, 5, NaN"
  })
  void lookalikesCountAfreshUpToTheOthersOfTheNetwork(
      double lookalikes, int networkRegistrations, Double counted) {
    Counters counters = new Counters(0, 0, 0, 0, networkRegistrations, 0, 0);
    assertThat(FreshVector.fromTheSameNetwork(lookalikes, counters)).isEqualTo(counted);
  }
}
