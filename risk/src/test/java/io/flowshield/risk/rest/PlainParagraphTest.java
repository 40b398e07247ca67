package io.flowshield.risk.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PlainParagraphTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "We ask because an address may be mistyped; nobody else should get your mail.",
        "Überprüfen schützt Sie: „Vertrauen“ ist gut – Kontrolle ist besser.",
        "Así protegemos a quien no se ha registrado. ¿Por qué? No lo sabemos.",
        "C’est utile\u00a0: l’adresse est peut-être celle d’une autre personne…",
        "È utile perché così l'indirizzo non può essere usato da altri."
      })
  void prose_is_taken_as_it_is(String text) {
    String prose = text.replace("¿", "");
    assertThat(PlainParagraph.of(prose)).contains(prose);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "Look at https://evil.example now",
        "Look at evil.example now",
        "Look at evil\u2026example now",
        "Look at www now",
        "Write to thief@evil now",
        "Call 0800 123 now",
        "Call \u0661\u0662\u0663 now",
        "A <b>bold</b> word",
        "A word & more",
        "Two\nlines",
        "Two\r\nlines",
        "A\ttab",
        "A \u202eback\u202c word",
        "A zero\u200bwidth space",
        "P\u0430ypal with a Cyrillic letter",
        "Pa\u03bfpal with a Greek letter",
        "A full \uff57idth letter",
        "A mathematical \ud835\udc1a letter",
        "A lone \ud835 surrogate",
        "A combining e\u0301 accent",
        "${realmName} and #{x}",
        "a_b*c",
        "smile \ud83d\ude00"
      })
  void anything_else_is_left_out(String text) {
    assertThat(PlainParagraph.of(text)).isEmpty();
  }

  @Test
  void what_is_missing_or_too_long_is_left_out() {
    assertThat(PlainParagraph.of(null)).isEmpty();
    assertThat(PlainParagraph.of("a".repeat(400))).isPresent();
    assertThat(PlainParagraph.of("a".repeat(401))).isEmpty();
  }
}
