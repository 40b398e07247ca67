package io.flowshield.ml.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

/** Whatever the points are, a score keeps its bounds. */
@Tag("A4")
class AnySampleTest {
  private static final RandomCutForest.Shape SHAPE = new RandomCutForest.Shape(8, 32, 16, 8);

  @Property(tries = 300)
  void scoresAnySampleWithinItsBounds(
      @ForAll @Size(min = 64, max = 256) byte[] bytes, @ForAll @Size(8) byte[] asked) {
    byte[] points = Arrays.copyOf(bytes, bytes.length / 8 * 8);
    inRange(points);
    inRange(asked);
    RandomCutForest forest = RandomCutForest.restored(SHAPE, 1_000, points);
    double most = Math.log(forest.size() + 1) / Math.log(2) + 1e-9;
    assertThat(forest.score(asked)).isBetween(0.0, most);
    assertThat(forest.grown().score(asked)).isBetween(0.0, most);
  }

  private static void inRange(byte[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] &= 0x7F;
    }
  }
}
