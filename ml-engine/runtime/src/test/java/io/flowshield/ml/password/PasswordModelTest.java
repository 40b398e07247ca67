package io.flowshield.ml.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flowshield.ml.password.breach.BreachFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of a password, and what is not. */
@Tag("A5")
class PasswordModelTest {
  private static final PasswordContext ANNA =
      new PasswordContext(
          "aschmidt7", "anna.schmidt", "wonderbakery.example", "Anna", "Schmidt", "Petshop");
  private static final CharacterModel CHARACTERS = TinyCharacters.model(4, 1);
  private static final PasswordModel MODEL =
      new PasswordModel(
          CHARACTERS,
          GuessCurve.of(CHARACTERS, 500, 50, new SplittableRandom(1)),
          BreachFilter.of(List.of("kermit77", "letmein"), 1e-6));

  private static PasswordAssessment assess(String password) {
    return MODEL.assess(password, ANNA);
  }

  @ParameterizedTest
  @CsvSource({
    "elephant, DICTIONARY",
    "p4ssw0rd, L33T",
    "tnahpele, REVERSED",
    "zxcvfr43, KEYBOARD_WALK",
    "13.5.1987, DATE",
    "xqxqxqxq, REPEAT",
    "cdefghij, SEQUENCE",
    "x-ASchm1dt7, USER_NAME",
    "wonderbakery1, EMAIL",
    "4nna!!xq, PERSON_NAME",
    "pohstep9, REALM"
  })
  void patternsHaveCodes(String password, PasswordPattern pattern) {
    assertThat(assess(password).patterns()).contains(pattern);
  }

  @Test
  void randomStringHasNoPattern() {
    PasswordAssessment random = assess("hq8vK2wz4Rj6bXp");

    assertThat(random.patterns()).isEmpty();
    assertThat(random.hasContext()).isFalse();
    assertThat(random.zxcvbnLog10Guesses()).isGreaterThan(10);
  }

  @Test
  void contextCostsGuesses() {
    double known = MODEL.assess("wonderbakery", ANNA).zxcvbnLog10Guesses();
    double unknown = MODEL.assess("wonderbakery", PasswordContext.NONE).zxcvbnLog10Guesses();

    assertThat(known).isLessThan(unknown - 2);
    assertThat(assess("wonderbakery").hasContext()).isTrue();
    assertThat(MODEL.assess("wonderbakery", PasswordContext.NONE).hasContext()).isFalse();
  }

  @Test
  void leakedOnesAndTheirLikesAreKnown() {
    assertThat(assess("kermit77").breached()).isTrue();
    assertThat(assess("kermit77").similarToBreached()).isFalse();
    assertThat(assess("Kermit78!").breached()).isFalse();
    assertThat(assess("Kermit78!").similarToBreached()).isTrue();
    assertThat(assess("hq8vK2wz4Rj6").similarToBreached()).isFalse();
    PasswordModel other = MODEL.with(BreachFilter.of(List.of("hq8vK2wz4Rj6"), 1e-6));
    assertThat(other.assess("hq8vK2wz4Rj6", ANNA).breached()).isTrue();
    assertThat(other.assess("kermit77", ANNA).breached()).isFalse();
  }

  @Test
  void lowerOpinionCountsUnlessZxcvbnOnlyCounted() {
    assertThat(GuessEstimate.log10(4, 6, 1)).isEqualTo(4);
    assertThat(GuessEstimate.log10(9, 6, 0)).isEqualTo(6);
    assertThat(GuessEstimate.log10(9, 6, 1)).isEqualTo(9);
    assertThat(GuessEstimate.log10(9, 6, 0.5)).isCloseTo(7.5, within(1e-12));
  }

  @Test
  void strongestClassNeedsBoth() {
    assertThat(GuessEstimate.log10(15, 8, 1)).isEqualTo(10);
    assertThat(GuessEstimate.log10(8, 15, 1)).isEqualTo(8);
    assertThat(GuessEstimate.log10(15, 12, 1)).isEqualTo(15);
  }

  @Test
  void nothingShowsThePassword() {
    assertThat(assess("kermit77")).hasToString("PasswordAssessment[hidden]");
    assertThat(ANNA).hasToString("PasswordContext[hidden]");
    assertThat(new ContextWords(ANNA)).hasToString("ContextWords[hidden]");
    assertThat(MODEL.toString()).doesNotContain("kermit");
  }

  @Test
  void anyTextIsJudged() {
    List<String> odd =
        List.of(
            "",
            " ",
            "\u0000",
            "ß",
            "пароль",
            "\ud83d\ude00",
            "\ud83d",
            "\n\t",
            "a".repeat(100_000));
    for (String password : odd) {
      PasswordAssessment assessment = assess(password);
      assertThat(assessment.log10Guesses()).isFinite().isNotNegative();
    }
    PasswordContext wild =
        new PasswordContext(
            "x".repeat(100_000), "...", "", "\ud83d", "a b c ".repeat(10_000), "(.*[");
    assertThat(MODEL.assess("(.*[", wild).log10Guesses()).isFinite();
  }

  /** zxcvbn takes seconds for 200 characters; here it sees the first 40. */
  @Test
  void longPasswordsTakeNoLongerThanShortOnes() {
    String slow = "aB3$x9Qw7!".repeat(200);
    assess(slow);
    long start = System.nanoTime();
    for (int i = 0; i < 5; i++) {
      assess(slow);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void threadsDoNotDisturbEachOther() throws Exception {
    List<String> passwords = List.of("elephant", "p4ssw0rd", "zxcvfr43", "aschmidt7", "qwXy12!z");
    List<PasswordAssessment> alone = new ArrayList<>();
    passwords.forEach(password -> alone.add(assess(password)));
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<PasswordAssessment>> together = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String password = passwords.get(i % passwords.size());
        together.add(pool.submit(() -> assess(password)));
      }
      for (int i = 0; i < together.size(); i++) {
        assertThat(together.get(i).get()).isEqualTo(alone.get(i % alone.size()));
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
