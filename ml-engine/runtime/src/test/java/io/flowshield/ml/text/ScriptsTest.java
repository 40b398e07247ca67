package io.flowshield.ml.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A7")
class ScriptsTest {

  @ParameterizedTest
  @ValueSource(strings = {"Аnna", "pаypal", "Мarta", "αlpha", "Оleg Smith", "annа.schmidt"})
  void aWordOfTwoScriptsIsMixed(String text) {
    assertThat(Scripts.mixed(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna",
        "Анна Schmidt",
        "Müller-Lüdenscheidt",
        "O’Connor",
        "田中さんTanaka",
        "カタカナ漢字",
        "김Kim",
        "Nguyễn Thị",
        "محمد",
        "anna85",
        "मोहन",
        ""
      })
  void whatPeopleWriteIsNot(String text) {
    assertThat(Scripts.mixed(text)).isFalse();
    assertThat(Homoglyphs.hidden(text)).isFalse();
  }

  @Test
  void lettersOfAnotherScriptAreFoundInLatinWords() {
    assertThat(Homoglyphs.hidden("pаypal")).isTrue();
    assertThat(Homoglyphs.hidden("Αnna Schmidt")).isTrue();
    assertThat(Homoglyphs.hidden("Anna")).isFalse();
    // A Latin letter in a Russian word is a slip of the keyboard, no imitation of Latin.
    assertThat(Homoglyphs.hidden("Mосква")).isFalse();
    assertThat(Homoglyphs.latin("раураӏ")).isEqualTo("paypal");
  }

  @Test
  void aWholeWordThatImitatesLatinIsFound() {
    assertThat(Homoglyphs.imitated("раураӏ.com")).isTrue();
    assertThat(Homoglyphs.imitated("москва.рф")).isFalse();
    assertThat(Homoglyphs.imitated("оса.ru")).isFalse();
    assertThat(Homoglyphs.imitated("paypal.com")).isFalse();
  }

  @Test
  void longTextsAreJudgedByTheirBeginning() {
    assertThat(Scripts.mixed("a".repeat(2_000_000) + "а")).isFalse();
    assertThat(Homoglyphs.latin("а".repeat(5000))).hasSize(Scripts.LONGEST);
  }
}
