package io.flowshield.ml.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Counted characters, alone and beside the network. */
@Tag("A5")
class MixedModelTest {
  private static final NgramModel NGRAMS =
      NgramModel.of(List.of(List.of("ab", "ac"), List.of("ab")), List.of(1f, 2f));

  private static double[] next(String text, int at) {
    double[] probabilities = new double[CharacterAlphabet.SIZE];
    NGRAMS.next(CharacterAlphabet.symbols(text, 48), at, probabilities);
    return probabilities;
  }

  @Test
  void probabilitiesAddUpToOne() {
    for (String text : List.of("", "a", "ab", "zzzzzz")) {
      assertThat(DoubleStream.of(next(text, text.length())).sum()).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void weightsCount() {
    double[] next = next("a", 1);
    int a = CharacterAlphabet.symbols("a", 1)[0];

    // "b" has the weight 3 of 4 behind "a", "c" 1
    assertThat(next[a + 1]).isGreaterThan(2 * next[a + 2]);
    assertThat(next[a + 2]).isGreaterThan(5 * next[a + 3]);
  }

  @Test
  void halfIsTheNetworkAndHalfIsCounted() {
    CharacterModel network = TinyCharacters.model(4, 1);
    MixedModel mixed = new MixedModel(network, NGRAMS);
    int[] a = CharacterAlphabet.symbols("a", 1);
    double first = (network.next(new int[0])[a[0]] + next("", 0)[a[0]]) / 2;
    double end = (network.next(a)[CharacterAlphabet.END] + next("a", 1)[CharacterAlphabet.END]) / 2;

    assertThat(mixed.log10Probability("a")).isCloseTo(Math.log10(0.88 * first * end), within(1e-9));
  }

  @Test
  void samplesAndLongPasswordsArePossible() {
    MixedModel mixed = new MixedModel(TinyCharacters.model(4, 1), NGRAMS);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      assertThat(mixed.sample(random)).isFinite().isNegative();
    }
    assertThat(mixed.log10Probability("q".repeat(100_000))).isFinite();
    assertThat(mixed.log10Probability("")).isFinite();
  }
}
