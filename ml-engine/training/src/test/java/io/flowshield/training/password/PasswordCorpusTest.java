package io.flowshield.training.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.password.CharacterAlphabet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is learnt, and what is measured: never the same string. */
@Tag("A5")
class PasswordCorpusTest {
  private static final PasswordCorpus CORPUS = PasswordCorpus.whole();

  @Test
  void corpusIsAlwaysTheSameAndHoldsEachStringOnce() {
    List<String> strings = CORPUS.strings();

    assertThat(strings).doesNotHaveDuplicates().allMatch(CharacterAlphabet::covers);
    assertThat(strings).isEqualTo(PasswordCorpus.whole().strings());
    assertThat(strings).hasSizeBetween(45_000, 60_000).startsWith("123456", "password");
    assertThat(CORPUS.everyWord()).hasSizeGreaterThan(70_000).contains("smith", "the", "mary");
  }

  @Test
  void nothingThatWasSeenIsMeasured() {
    Set<String> words = CORPUS.everyWord();
    String mutation =
        CORPUS.strings().stream()
            .filter(string -> !words.contains(string))
            .findFirst()
            .orElseThrow();

    assertThat(
            PasswordEvaluation.unseen(
                List.of(
                    "password   20785", "SMITH 7", mutation + " 3", "qx7 vv 12", "", "a9zzk\t5")))
        .containsExactly("qx7 vv", "a9zzk");
  }

  @Test
  void russianWordsAreTypedBothWays() {
    assertThat(RussianWords.byKeys("пароль")).isEqualTo("gfhjkm");
    assertThat(RussianWords.latin("щука")).isEqualTo("schuka");
    assertThat(RussianWords.typed()).contains("aleksandr", "fktrcfylh").doesNotHaveDuplicates();
    assertThat(PasswordEvaluation.unseen(List.of("fktrcfylh 7"))).isEmpty();
    assertThat(CORPUS.lateStrings()).isEqualTo(PasswordCorpus.whole().lateStrings());
  }

  @Test
  void generatedStringsHaveTheShapeOfTheirPassword() {
    SplittableRandom random = new SplittableRandom(1);
    Set<String> generated = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      String like = PasswordEvaluation.like("abC12.x", random);
      assertThat(like).matches("[a-z]{2}[A-Z][0-9]{2}[^a-zA-Z0-9][a-z]");
      generated.add(like);
    }
    assertThat(generated).hasSize(50);
  }

  @Test
  void areaCountsTiesHalf() {
    Pairs pairs = new Pairs(new double[] {1, 2, 3}, new double[] {2, 4, 0});

    // 1 against 2, 4, 0: two wins; 2: a half and one; 3: one
    assertThat(pairs.auc().value()).isEqualTo(4.5 / 9);
    assertThat(pairs.pairedAuc().value()).isEqualTo(2.0 / 3);
    assertThat(pairs.over(2).value()).isEqualTo(1.0 / 3);
    assertThat(pairs.over(2).low()).isBetween(0.0, 1.0 / 3);
    assertThat(pairs.over(2).high()).isBetween(1.0 / 3, 1.0);
    assertThat(pairs.auc().low()).isLessThanOrEqualTo(pairs.auc().high());
  }
}
