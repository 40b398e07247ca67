package io.flowshield.tests.enumeration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The test that finds differences finds them, and none where there are none. */
@Tag("C2")
class KolmogorovSmirnovTest {

  @Test
  void tailsAreThoseOfTheTables() {
    assertThat(KolmogorovSmirnov.tail(1.3581)).isCloseTo(0.05, within(1e-4));
    assertThat(KolmogorovSmirnov.tail(1.6276)).isCloseTo(0.01, within(1e-4));
    assertThat(KolmogorovSmirnov.tail(0)).isEqualTo(1);
  }

  @Test
  void distanceOfSmallSamplesIsThatOfTheirSteps() {
    double[] low = {1, 2, 3, 4};
    double[] high = {3, 4, 5, 6};
    assertThat(KolmogorovSmirnov.of(low, high).distance()).isEqualTo(0.5);
    assertThat(KolmogorovSmirnov.of(low, low).distance()).isZero();
    assertThat(KolmogorovSmirnov.of(low, low).p()).isEqualTo(1);
  }

  @Test
  void aTenthOfASpreadIsFoundInFewEnoughPairsAndNothingInEqualOnes() {
    Random random = new Random(20261123);
    double[] times = times(random, 0);
    assertThat(KolmogorovSmirnov.of(times, times(random, 0)).p()).isGreaterThan(0.01);
    assertThat(KolmogorovSmirnov.of(times, times(random, 0.3)).p()).isLessThan(0.001);
  }

  private static double[] times(Random random, double shift) {
    return IntStream.range(0, 1_000).mapToDouble(i -> 10 + shift + random.nextGaussian()).toArray();
  }
}
