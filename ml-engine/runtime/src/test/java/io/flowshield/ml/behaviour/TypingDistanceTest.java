package io.flowshield.ml.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A2")
class TypingDistanceTest {
  private static final int KEYS = 10;

  private final Random random = new Random(2);

  @Test
  void theOwnerIsNearerThanAnybodyElse() {
    TypingTemplate owner = new TypingTemplate(Typings.of(1, KEYS, 30, random));
    float[] own = row(owner, Typings.of(1, KEYS, random));
    for (int person = 2; person < 40; person++) {
      float[] other = row(owner, Typings.of(person, KEYS, random));
      for (String name : List.of("press_log.mean", "press_log.nearest", "dwell_log.rms")) {
        assertThat(other[TypingDistance.NAMES.indexOf(name)])
            .as(name)
            .isGreaterThan(own[TypingDistance.NAMES.indexOf(name)]);
      }
    }
  }

  /** Worked out by hand: two typings, half a second apart in one place. */
  @Test
  void distancesAreInUnitsOfTheOwnersSpread() {
    double[] even = new double[KEYS];
    Arrays.fill(even, 0.1);
    double[] flights = new double[KEYS - 1];
    Arrays.fill(flights, 0.2);
    TypingSample usual = TypingSample.of(even, flights);
    flights[0] = 0.4;
    TypingTemplate template = new TypingTemplate(List.of(usual, TypingSample.of(even, flights)));
    float[] row = row(template, usual);
    // Mean 0.3, spread (0.2 + 3 x 0.12) / 5 in the first place; nothing anywhere else.
    assertThat(row[TypingDistance.NAMES.indexOf("press.mean")])
        .isCloseTo((float) (0.1 / (0.56 / 5) / (KEYS - 1)), within(1e-4f));
    assertThat(row[TypingDistance.NAMES.indexOf("press.nearest")]).isZero();
    assertThat(row[TypingDistance.NAMES.indexOf("dwell.worst_two")]).isCloseTo(0, within(1e-5f));
    assertThat(row[TypingDistance.NAMES.indexOf("samples")]).isEqualTo(2);
  }

  /**
   * A step towards the common way of typing speaks for somebody else, one away from it does not.
   */
  @Test
  void towardsWhatEverybodyDoesIsMoreSuspiciousThanAway() {
    double[] flights = new double[KEYS - 1];
    Arrays.fill(flights, 0.25);
    TypingTemplate owner =
        new TypingTemplate(Collections.nCopies(20, TypingSample.of(dwells(0.14), flights)));
    int dwell = TypingDistance.NAMES.indexOf("likelihood.dwell");
    float same = row(owner, TypingSample.of(dwells(0.14), flights))[dwell];
    float common = row(owner, TypingSample.of(dwells(0.14 / 1.3), flights))[dwell];
    float uncommon = row(owner, TypingSample.of(dwells(0.14 * 1.3), flights))[dwell];
    assertThat(same).isNegative();
    assertThat(common).isGreaterThan(same).isGreaterThan(uncommon);
  }

  /** Everything a fifth slower keeps the shape; a fifth more here and less there does not. */
  @Test
  void aSlowDayKeepsTheShape() {
    double[] flights = new double[KEYS - 1];
    Arrays.fill(flights, 0.25);
    TypingTemplate owner =
        new TypingTemplate(Collections.nCopies(20, TypingSample.of(dwells(0.1), flights)));
    double[] mixed = dwells(0.12);
    for (int i = 0; i < mixed.length; i += 2) {
      mixed[i] = 0.1 / 1.2;
    }
    int shape = TypingDistance.NAMES.indexOf("shape.dwell");
    assertThat(row(owner, TypingSample.of(dwells(0.12), flights))[shape])
        .isCloseTo(0, within(1e-4f));
    assertThat(row(owner, TypingSample.of(mixed, flights))[shape]).isGreaterThan(0.5f);
  }

  private static double[] dwells(double seconds) {
    double[] dwells = new double[KEYS];
    Arrays.fill(dwells, seconds);
    return dwells;
  }

  @Property
  void anyTimesGiveNumbers(
      @ForAll @Size(8) List<Double> dwells, @ForAll @Size(7) List<Double> presses) {
    TypingSample sample =
        TypingSample.of(
            dwells.stream().mapToDouble(d -> d).toArray(),
            presses.stream().mapToDouble(d -> d).toArray());
    TypingTemplate template = new TypingTemplate(List.of(sample, Typings.of(1, 8, random)));
    for (TypingSample probe : List.of(sample, Typings.of(2, 8, random))) {
      for (float number : row(template, probe)) {
        assertThat(number).isFinite();
      }
      for (float number : TypingSequence.of(template, probe)) {
        assertThat(number).isBetween(-4f, 4f);
      }
    }
  }

  @Test
  void secretsOfDifferentLengthAreNotCompared() {
    TypingTemplate template = new TypingTemplate(List.of(Typings.of(1, 8, random)));
    assertThatThrownBy(() -> row(template, Typings.of(1, 9, random)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void theMedianIsTheMiddleOfTheSortedValues(@ForAll @Size(min = 1, max = 40) List<Float> values) {
    float[] sorted = new float[values.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(values.get(i)) % 1000;
    }
    float[] shuffled = sorted.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    float expected =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    assertThat(Median.of(shuffled, shuffled.length)).isEqualTo(expected);
  }

  private static float[] row(TypingTemplate template, TypingSample probe) {
    float[] row = new float[TypingDistance.NAMES.size()];
    TypingDistance.write(template, probe, row);
    return row;
  }
}
