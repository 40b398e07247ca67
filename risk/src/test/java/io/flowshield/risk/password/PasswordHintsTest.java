package io.flowshield.risk.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordPattern;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("C5")
class PasswordHintsTest {
  private static PasswordAssessment password(
      double log10Guesses, boolean breached, PasswordPattern... patterns) {
    return new PasswordAssessment(
        log10Guesses, log10Guesses, log10Guesses, Set.of(patterns), breached, false);
  }

  @Test
  void levelsEndAtTheirPowersOfTen() {
    double[] guesses = {0, 2.99, 3, 5.99, 6, 7.99, 8, 9.99, 10, 30};
    int[] levels = {0, 0, 1, 1, 2, 2, 3, 3, 4, 4};
    for (int i = 0; i < guesses.length; i++) {
      assertThat(PasswordHints.level(password(guesses[i], false)))
          .as("10^%s", guesses[i])
          .isEqualTo(levels[i]);
    }
    assertThat(PasswordHints.level(password(12, true))).isZero();
  }

  @Test
  void whatIsKnownOfThePersonIsToldBeforeWords() {
    assertThat(
            PasswordHints.all(
                password(4, true, PasswordPattern.DICTIONARY, PasswordPattern.USER_NAME)))
        .containsExactly(
            PasswordHints.LEAKED,
            "flowshield.password.hint.USER_NAME",
            "flowshield.password.hint.DICTIONARY");
  }

  @Test
  void aWordIsToldOnce() {
    assertThat(
            PasswordHints.all(
                password(
                    4,
                    false,
                    PasswordPattern.DICTIONARY,
                    PasswordPattern.L33T,
                    PasswordPattern.REVERSED)))
        .containsExactly("flowshield.password.hint.L33T");
  }

  @Test
  void withoutAPatternItIsTooShort() {
    assertThat(PasswordHints.weakness(Optional.of(password(4, false)), 5))
        .hasValue(PasswordHints.SHORT);
  }

  @Test
  void asManyGuessesAsAskedForAreEnoughAndWhatIsUnknownPasses() {
    assertThat(PasswordHints.weakness(Optional.of(password(5, false)), 5)).isEmpty();
    assertThat(PasswordHints.weakness(Optional.empty(), 20)).isEmpty();
    assertThat(PasswordHints.isLeaked(Optional.empty())).isFalse();
    assertThat(PasswordHints.isLeaked(Optional.of(password(12, true)))).isTrue();
  }

  @Test
  void realmsChooseInLowerCaseAndElseNobodyLooks() {
    assertThat(LeakedPassword.of("change")).isEqualTo(LeakedPassword.CHANGE);
    assertThat(LeakedPassword.of(" report ")).isEqualTo(LeakedPassword.REPORT);
    for (String wrong : new String[] {"", "off", "CHANGE", "yes", "true"}) {
      assertThat(LeakedPassword.of(wrong)).as(wrong).isEqualTo(LeakedPassword.OFF);
    }
    assertThat(LeakedPassword.of(null)).isEqualTo(LeakedPassword.OFF);
  }
}
