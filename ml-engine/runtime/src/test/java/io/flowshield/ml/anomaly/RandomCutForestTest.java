package io.flowshield.ml.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A4")
class RandomCutForestTest {
  private static final RandomCutForest.Shape SHAPE = new RandomCutForest.Shape(8, 32, 16, 8);

  /** A point in the first dimensions; the others are 0. */
  private static byte[] point(int... values) {
    byte[] point = new byte[8];
    for (int i = 0; i < values.length; i++) {
      point[i] = (byte) values[i];
    }
    return point;
  }

  /** A cloud around (50, 80, 30). */
  private static byte[] usual(Random random) {
    return point(
        (int) (50 + 10 * random.nextGaussian()),
        (int) (80 + 5 * random.nextGaussian()),
        30 + random.nextInt(3));
  }

  private static RandomCutForest cloud(RandomCutForest.Shape shape, int points) {
    Random random = new Random(5);
    RandomCutForest forest = RandomCutForest.empty(shape);
    for (int i = 0; i < points; i++) {
      forest = forest.learn(usual(random));
    }
    return forest;
  }

  @Test
  void tellsAStrangerFromTheUsual() {
    RandomCutForest forest = cloud(SHAPE, 100);
    assertThat(forest.score(point(50, 80, 31))).isBetween(0.5, 1.3);
    assertThat(forest.score(point(125, 10, 100))).isGreaterThan(4).isLessThanOrEqualTo(5.05);
    assertThat(forest.grown().score(point(50, 80, 31))).isBetween(0.5, 1.3);
    assertThat(forest.grown().score(point(125, 10, 100))).isGreaterThan(4);
  }

  /** Nothing is unusual in one dimension alone, only the two together. */
  @Test
  void seesWhatIsUnusualOnlyTogether() {
    RandomCutForest.Shape flat = new RandomCutForest.Shape(8, 64, 50, 8);
    RandomCutForest forest = RandomCutForest.empty(flat);
    Random random = new Random(1);
    for (int i = 0; i < 64; i++) {
      int jitter = random.nextInt(8);
      forest =
          forest.learn(i % 2 == 0 ? point(10 + jitter, 10 + jitter) : point(110 - jitter, 110));
    }
    assertThat(forest.score(point(14, 110))).isGreaterThan(forest.score(point(14, 14)) + 0.5);
  }

  @Test
  void hasNoScoreBeforeItSawEnough() {
    assertThat(cloud(SHAPE, 7).score(point(1, 2, 3))).isNaN();
    assertThat(cloud(SHAPE, 7).grown().isGrown()).isFalse();
    assertThat(cloud(SHAPE, 8).score(point(1, 2, 3))).isPositive();
  }

  /** The same expectation as Amazon's library, to the error of drawing 400 trees each. */
  @Test
  void agreesWithTheLibraryOfItsAuthors() {
    RandomCutForest.Shape shape = new RandomCutForest.Shape(8, 32, 400, 8);
    RandomCutForest own = cloud(shape, 32);
    com.amazon.randomcutforest.RandomCutForest library = library();
    Random random = new Random(5);
    for (int i = 0; i < 32; i++) {
      library.update(asFloats(usual(random)));
    }
    for (byte[] asked :
        new byte[][] {
          point(51, 79, 31),
          point(70, 80, 30),
          point(35, 95, 32),
          point(10, 80, 31),
          point(125, 10, 100)
        }) {
      double expected = library.getAnomalyScore(asFloats(asked));
      assertThat(own.score(asked)).isCloseTo(expected, within(0.06 * expected));
      assertThat(own.grown().score(asked)).isCloseTo(expected, within(0.06 * expected));
    }
  }

  /** Where points repeat, as habits do, a repeated one is the less unusual the more there are. */
  @Test
  void agreesWithTheLibraryOnRepeatedPoints() {
    RandomCutForest.Shape shape = new RandomCutForest.Shape(8, 32, 400, 8);
    RandomCutForest own = RandomCutForest.empty(shape);
    com.amazon.randomcutforest.RandomCutForest library = library();
    Random random = new Random(7);
    byte[] habit = point(50, 80, 30);
    for (int i = 0; i < 32; i++) {
      byte[] point = i % 2 == 0 ? habit : usual(random);
      own = own.learn(point);
      library.update(asFloats(point));
    }
    double expected = library.getAnomalyScore(asFloats(habit));
    assertThat(own.score(habit)).isCloseTo(expected, within(0.06 * expected));
    assertThat(own.grown().score(habit)).isCloseTo(expected, within(0.06 * expected));
  }

  private static com.amazon.randomcutforest.RandomCutForest library() {
    return com.amazon.randomcutforest.RandomCutForest.builder()
        .dimensions(8)
        .numberOfTrees(400)
        .sampleSize(32)
        .randomSeed(42)
        .initialAcceptFraction(1)
        .parallelExecutionEnabled(false)
        .outputAfter(8)
        .build();
  }

  private static float[] asFloats(byte[] point) {
    float[] values = new float[point.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = point[i] & 0xFF;
    }
    return values;
  }

  @Test
  void adaptsToANewHabitAndForgetsTheOldOne() {
    RandomCutForest forest = cloud(SHAPE, 100);
    byte[] moved = point(110, 20, 90);
    double before = forest.score(moved);
    for (int i = 0; i < 20; i++) {
      forest = forest.learn(moved);
    }
    assertThat(forest.score(moved)).isLessThan(before / 3);
    for (int i = 0; i < 400; i++) {
      forest = forest.learn(moved);
    }
    assertThat(forest.score(point(50, 80, 31))).isGreaterThan(4);
  }

  @Test
  void staysBoundedAndReadsBackWhatItWrote() {
    RandomCutForest forest = cloud(SHAPE, 5_000);
    assertThat(forest.size()).isEqualTo(32);
    assertThat(forest.seen()).isEqualTo(5_000);
    RandomCutForest restored = RandomCutForest.restored(SHAPE, forest.seen(), forest.points());
    assertThat(restored).isEqualTo(forest).hasSameHashCodeAs(forest);
    byte[] next = point(9, 9, 9);
    assertThat(restored.learn(next)).isEqualTo(forest.learn(next));
    assertThat(restored.score(next)).isEqualTo(forest.score(next));
  }

  @Test
  void grownForestsGrowAnewAsTheyLearn() {
    RandomCutForest grown = cloud(SHAPE, 40).grown();
    byte[] moved = point(110, 20, 90);
    double before = grown.score(moved);
    for (int i = 0; i < 16; i++) {
      grown = grown.learn(moved);
    }
    assertThat(grown.isGrown()).isTrue();
    assertThat(grown.score(moved)).isLessThan(before / 2);
  }

  @Test
  void takesOverWhatAnotherNodeLearnt() {
    RandomCutForest one = cloud(SHAPE, 32);
    RandomCutForest other = RandomCutForest.empty(SHAPE);
    for (int i = 0; i < 40; i++) {
      other = other.learn(point(110, 20, 90));
    }
    RandomCutForest both = one.learnAll(other);
    assertThat(both.seen()).isEqualTo(72);
    assertThat(both.size()).isEqualTo(32);
    assertThat(both.score(point(110, 20, 90))).isLessThan(one.score(point(110, 20, 90)) / 3);
    assertThat(one.learnAll(RandomCutForest.empty(SHAPE))).isSameAs(one);
  }

  @Test
  void refusesWhatIsNotOfItsShape() {
    assertThatThrownBy(() -> RandomCutForest.restored(SHAPE, 9, new byte[9]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RandomCutForest.restored(SHAPE, 99, new byte[33 * 8]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RandomCutForest.restored(SHAPE, 1, new byte[16]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cloud(SHAPE, 9).score(point(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cloud(SHAPE, 9).score(new byte[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> cloud(SHAPE, 9).learn(new byte[9]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
