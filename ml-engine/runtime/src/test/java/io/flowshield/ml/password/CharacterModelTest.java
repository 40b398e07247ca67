package io.flowshield.ml.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network in plain Java, and the number of guesses that a probability is worth. */
@Tag("A5")
class CharacterModelTest {
  private final CharacterModel model = TinyCharacters.model(4, 1);

  @Test
  void nextCharactersHaveProbabilities() {
    double[] next = model.next(CharacterAlphabet.symbols("pass", 48));

    assertThat(next).hasSize(CharacterAlphabet.SIZE);
    assertThat(DoubleStream.of(next).sum()).isCloseTo(1, within(1e-9));
    assertThat(next).isNotEqualTo(model.next(CharacterAlphabet.symbols("past", 48)));
  }

  @Test
  void passwordsProbabilityIsTheProductOfItsCharacters() {
    double product =
        model.next(new int[0])[CharacterAlphabet.symbols("a", 1)[0]]
            * model.next(CharacterAlphabet.symbols("a", 1))[CharacterAlphabet.END];

    assertThat(model.log10Probability("a")).isCloseTo(Math.log10(0.88 * product), within(1e-9));
  }

  @Test
  void capitalsAndUnknownCharactersMakeItLessLikely() {
    assertThat(model.log10Probability("Password"))
        .isCloseTo(model.log10Probability("password") + Math.log10(0.07 / 0.88), within(1e-9));
    assertThat(model.log10Probability("pASSwOrd")).isLessThan(model.log10Probability("PASSWORD"));
    assertThat(model.log10Probability("ß")).isEqualTo(model.log10Probability("é"));
  }

  @Test
  void allWaysOfCapitalsAddUpToOne() {
    double sum = 0;
    for (int way = 0; way < 16; way++) {
      StringBuilder word = new StringBuilder("abcd");
      for (int i = 0; i < 4; i++) {
        if ((way >> i & 1) == 1) {
          word.setCharAt(i, Character.toUpperCase(word.charAt(i)));
        }
      }
      sum += Math.pow(10, LetterCase.log10Probability(word, 48));
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @Test
  void longPasswordsAreJudgedByTheirBeginning() {
    String head = "x".repeat(CharacterModel.LONGEST);
    assertThat(model.log10Probability(head + "y")).isEqualTo(model.log10Probability(head + "zzz"));
    assertThat(model.log10Probability("x".repeat(1_000_000))).isFinite();
  }

  @Test
  void bytesHoldTheSameModel() throws IOException {
    CharacterModel read = CharacterModel.read(model.toBytes());

    assertThat(read.log10Probability("s3cret!")).isEqualTo(model.log10Probability("s3cret!"));
    assertThat(read.toBytes()).isEqualTo(model.toBytes());
  }

  @Test
  void damagedBytesAreRefused() {
    byte[] bytes = model.toBytes();
    byte[] other = bytes.clone();
    other[3] ^= 1;
    byte[] noNumber = bytes.clone();
    Arrays.fill(noNumber, 16, 20, (byte) 0xff);

    assertThatThrownBy(() -> CharacterModel.read(new byte[0])).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CharacterModel.read(other)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CharacterModel.read(noNumber)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CharacterModel.read(Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> CharacterModel.read(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IOException.class);
  }

  /**
   * Where all passwords of one symbol are equally likely an attacker needs as many guesses as there
   * are likelier ones: the estimate is checked against a count.
   */
  @Test
  void guessesAreTheNumberOfLikelierPasswords() {
    CharacterModel flat = flatModel();
    GuessCurve curve = GuessCurve.of(flat, 20_000, 200, new SplittableRandom(1));

    // 71 symbols, each 1/72 like the end: "" comes first, then 71 of one, 5,041 of two characters;
    // capitals and unknown characters thin this out a little.
    assertThat(curve.log10Guesses(flat.log10Probability("1"))).isBetween(0.0, 1.9);
    assertThat(curve.log10Guesses(flat.log10Probability("11"))).isBetween(1.5, 3.8);
    assertThat(curve.log10Guesses(flat.log10Probability("111"))).isBetween(3.3, 5.6);
  }

  @Test
  void unlikelierPasswordsNeverTakeFewerGuesses() throws IOException {
    GuessCurve curve = GuessCurve.of(model, 2_000, 100, new SplittableRandom(2));
    GuessCurve read = GuessCurve.read(curve.toBytes());

    double last = 0;
    for (double p = 0; p > -80; p -= 0.05) {
      double guesses = read.log10Guesses(p);
      assertThat(guesses).isGreaterThanOrEqualTo(last).isEqualTo(curve.log10Guesses(p));
      last = guesses;
    }
    assertThat(last).isGreaterThan(20);
    byte[] turned = curve.toBytes();
    turned[8] = (byte) 0xc7;
    assertThatThrownBy(() -> GuessCurve.read(turned)).isInstanceOf(IOException.class);
  }

  private static CharacterModel flatModel() {
    int symbols = CharacterAlphabet.SIZE;
    return new CharacterModel(
        new float[symbols * 4], new float[4], new float[4], new float[symbols], new float[symbols]);
  }
}
