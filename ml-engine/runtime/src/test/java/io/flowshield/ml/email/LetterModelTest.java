package io.flowshield.ml.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A6")
class LetterModelTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theCheapestSeamIsTheOneThatTryingAllFinds(int context) {
    Random random = new Random(5);
    byte[] table = new byte[LetterModel.cells(context)];
    random.nextBytes(table);
    LetterModel model = new LetterModel(table, context);
    for (int round = 0; round < 300; round++) {
      int[] letters = random.ints(1 + random.nextInt(12), 1, 27).toArray();
      int n = letters.length;
      double least = model.surprise(letters, 0, n);
      for (int seam = 1; seam < n; seam++) {
        least =
            Math.min(least, model.surprise(letters, 0, seam) + model.surprise(letters, seam, n));
      }
      assertThat(model.surpriseOfTwo(letters, 0, n, new int[n + 1])).isCloseTo(least, within(1e-9));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aSurpriseIsTheSumOverTheLettersAndTheEnd(int context) {
    byte[] table = new byte[LetterModel.cells(context)];
    java.util.Arrays.fill(table, (byte) 200);
    LetterModel model = new LetterModel(table, context);
    int[] letters = {1, 2, 3};
    assertThat(model.surprise(letters, 0, 3)).isEqualTo(4 * 12.5);
    assertThat(model.rare(letters, 0, 3)).isEqualTo(3);
    assertThat(model.peak(letters, 0, 3)).isEqualTo(12.5);
    assertThat(model.peak(letters, 0, 2)).isZero();
    assertThatThrownBy(() -> new LetterModel(new byte[7], context))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
