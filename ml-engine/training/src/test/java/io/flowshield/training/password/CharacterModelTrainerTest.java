package io.flowshield.training.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.password.CharacterAlphabet;
import io.flowshield.ml.password.CharacterModel;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small network, trained by DL4J and evaluated without it. */
@Tag("A5")
class CharacterModelTrainerTest {
  private static final int UNITS = 12;
  private static final List<String> STRINGS =
      List.of("monkey", "monkey1", "monkeys", "donkey", "dragon12", "a", "$ecret !x", "0123456789");

  private static MultiLayerNetwork network;
  private static CharacterModel exported;

  @BeforeAll
  static void train() {
    network = CharacterModelTrainer.train(repeated(), UNITS, 8);
    exported = CharacterModelTrainer.export(network);
  }

  private static List<String> repeated() {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      strings.addAll(STRINGS);
    }
    return strings;
  }

  /** What DL4J says comes behind every prefix, and what plain Java says. */
  @Test
  void weightsMeanTheSameWithoutDl4j() {
    for (String string : List.of("monkey1", "zebra!", "", "\u00e9t\u00e9", "x".repeat(30))) {
      int[] symbols = CharacterAlphabet.symbols(string, CharacterModel.LONGEST);
      INDArray input = Nd4j.zeros(1, CharacterAlphabet.SIZE, symbols.length + 1);
      int previous = CharacterAlphabet.END;
      for (int t = 0; t <= symbols.length; t++) {
        input.putScalar(new int[] {0, previous, t}, 1);
        previous = t < symbols.length ? symbols[t] : previous;
      }
      INDArray output = network.output(input);
      for (int t = 0; t <= symbols.length; t++) {
        double[] next = exported.next(CharacterAlphabet.symbols(string, t));
        for (int s = 0; s < next.length; s++) {
          assertThat(next[s]).isCloseTo(output.getDouble(0, s, t), within(1e-5));
        }
      }
    }
  }

  @Test
  void trainingTeachesSomething() {
    CharacterModel untrained =
        CharacterModelTrainer.export(
            CharacterModelTrainer.network(UNITS, 1, CharacterModelTrainer.LEARNING_RATE));

    assertThat(STRINGS.stream().mapToDouble(exported::log10Probability).sum())
        .isGreaterThan(STRINGS.stream().mapToDouble(untrained::log10Probability).sum() + 1);
  }

  @Test
  void trainingAgainGivesTheSameBytes() {
    CharacterModel again =
        CharacterModelTrainer.export(CharacterModelTrainer.train(repeated(), UNITS, 8));

    assertThat(again.toBytes()).isEqualTo(exported.toBytes());
  }
}
