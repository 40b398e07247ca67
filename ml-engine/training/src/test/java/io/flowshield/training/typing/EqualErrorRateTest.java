package io.flowshield.training.typing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A2")
class EqualErrorRateTest {

  @Test
  void isNoneWhenTheOwnerIsAlwaysNearerAndAllWhenNever() {
    assertThat(EqualErrorRate.of(new double[] {1, 2}, new double[] {3, 4})).isZero();
    assertThat(EqualErrorRate.of(new double[] {3, 4}, new double[] {1, 2})).isEqualTo(1);
  }

  @Test
  void isWhereBothErrorsMeet() {
    double[] owner = {1, 2, 3, 4, 5, 6, 7, 8, 9, 20};
    double[] others = {0, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    assertThat(EqualErrorRate.of(owner, others)).isCloseTo(0.1, within(1e-9));
    assertThat(EqualErrorRate.of(new double[] {1, 1, 1}, new double[] {1, 1}))
        .as("says nothing")
        .isCloseTo(0.5, within(1e-9));
  }

  @Test
  void intervalsHoldTheMeanAndShrinkToItWhenAllAreEqual() {
    List<Double> rates = List.of(0.1, 0.2, 0.3, 0.0, 0.4);
    double[] interval = EqualErrorRate.interval(rates, 1);
    assertThat(interval[0]).isLessThan(0.2).isGreaterThan(0);
    assertThat(interval[1]).isGreaterThan(0.2).isLessThan(0.4);
    assertThat(EqualErrorRate.interval(Collections.nCopies(9, 0.25), 1)).containsOnly(0.25);
    assertThat(EqualErrorRate.gain(rates, List.of(0.0, 0.1, 0.2, -0.1, 0.3))[1])
        .isCloseTo(0.1, within(1e-9));
  }
}
