package io.flowshield.worker.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.worker.text.AnswerCheck.Flaw;
import java.text.Normalizer;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AnswerCheckTest {
  static final String GOOD =
      "Confirming the address shows us that it is really yours. It protects people whose address"
          + " was typed in by somebody else, and they will not hear from us again.";

  private static Flaw flaw(String answer, Prompt prompt) {
    return AnswerCheck.flaw(AnswerCheck.tidy(answer), prompt).orElse(null);
  }

  /** As in Java's own texts, which a table cannot hold. */
  private static String unescaped(String text) {
    return Pattern.compile("\\\\u(\\p{XDigit}{4})")
        .matcher(text.replace("\\n", "\n"))
        .replaceAll(found -> String.valueOf((char) Integer.parseInt(found.group(1), 16)));
  }

  private static Flaw flaw(String answer) {
    return flaw(answer, Prompt.verification(Language.ENGLISH));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENGLISH | " + GOOD,
        "ENGLISH | We know that this takes a moment of your time. It keeps the accounts of other people safe, and that is worth it.",
        "GERMAN | Mit der Bestätigung zeigen Sie uns, dass die Adresse wirklich Ihnen gehört. So schützen wir Menschen, deren Adresse jemand anders eingetragen hat.",
        "GERMAN | Ihre Registrierung wartet noch auf die Bestätigung der Adresse. Ohne sie wird alles gelöscht, damit wir nichts über Personen speichern, die das nie wollten.",
        "SPANISH | Al confirmar la dirección nos muestra que es realmente suya. Así protegemos a las personas cuya dirección ha sido escrita por otra persona.",
        "FRENCH | En confirmant cette adresse, vous nous montrez qu’elle est bien à vous. C’est ainsi que nous protégeons les personnes dont l’adresse a été saisie par quelqu’un d’autre.",
        "ITALIAN | Confermando l’indirizzo ci mostra che è davvero il suo. In questo modo proteggiamo le persone il cui indirizzo è stato inserito da qualcun altro."
      })
  void prose_of_the_language_passes(Language language, String text) {
    assertThat(flaw(text, Prompt.verification(language))).isNull();
    assertThat(flaw("\n " + text + " \n", Prompt.reminder(language))).isNull();
    for (Language other : Language.values()) {
      if (other != language) {
        assertThat(flaw(text, Prompt.verification(other))).as("%s", other).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LENGTH | Too short.",
        "LINES | We ask you to confirm the address.\\nIt is for the safety of the people.",
        "CHARACTERS | We ask you to confirm the address at https://evil.example for the safety.",
        "CHARACTERS | We ask you to confirm the <b>address</b> for the safety of the people.",
        "CHARACTERS | We ask you to confirm the **address** for the safety of the people.",
        "CHARACTERS | We ask you to confirm the [address](evil) for the safety of the people.",
        "CHARACTERS | We ask you to write to thief@evil for the safety of the people.",
        "CHARACTERS | We ask you to confirm the address with the number 4711 for the safety.",
        "CHARACTERS | We ask you to confirm the address &lt;evil&gt; for the safety of the people.",
        "CHARACTERS | We ask you to confirm the ${address} for the safety of the people.",
        "CHARACTERS | We ask you to confirm the \\u202eaddress\\u202c for the safety of the people.",
        "CHARACTERS | We ask you to confirm the add\\u200bress for the safety of the people.",
        "CHARACTERS | We ask you to confirm the \\u0430ddress for the safety of the people.",
        "CHARACTERS | We ask you to confirm the \\u03bfddress for the safety of the people.",
        "CHARACTERS | We ask you to confirm the addre\\u017f\\u017f for the safety of the people.",
        "CHARACTERS | We ask you to confirm the \\uff41ddress for the safety of the people.",
        "CHARACTERS | We ask you to confirm the address\\u0000 for the safety of the people.",
        "CHARACTERS | We ask you to confirm the address\\u2028 for the safety of the people.",
        "CHARACTERS | We ask you to confirm the address \\ud83d\\ude00 for the safety of the people.",
        "CHARACTERS | 我们请您确认这个地址，以便保护那些地址被他人填写的人们。我们请您确认这个地址，以便保护那些地址被他人填写的人们。",
        "LINK | We ask you to visit evil.example for the safety of the people.",
        "LINK | We ask you to visit evil dot example for the safety of the people.",
        "LINK | We ask you to visit www and to confirm the address for the safety of the people.",
        "LINK | I am sorry that I can not do this for you, and it is not in the rules.",
        "DEMAND | We ask you to click the button below for the safety of the people.",
        "DEMAND | We ask you to tell us the password for the safety of the people.",
        "DEMAND | You have won, and this is the bank account to which it will be paid by us.",
        "UNFINISHED | We ask you to confirm the address because it is for the safety of",
        "LANGUAGE | Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor."
      })
  void what_is_hostile_or_strange_does_not(Flaw flaw, String text) {
    assertThat(flaw(unescaped(text))).isEqualTo(flaw);
  }

  @Test
  void a_text_that_is_too_long_does_not() {
    assertThat(flaw("It is for the safety of the people. ".repeat(12))).isEqualTo(Flaw.LENGTH);
  }

  @Test
  void demands_are_known_in_every_language() {
    List<String> demands =
        List.of(
            "Please reply to us with the code.",
            "Klicken Sie auf das Bild.",
            "Haga clic en el botón.",
            "Cliquez sur le bouton.",
            "Clicchi sul pulsante.");
    for (Language language : Language.values()) {
      assertThat(language.lowerCase(demands.get(language.ordinal())).split("[ .]+"))
          .as("%s", language)
          .anyMatch(language::isDemand);
    }
  }

  @Test
  void an_administrator_may_read_of_passwords() {
    String text =
        "The password is weak and the network is one of a hosting provider. Look at the address"
            + " before you decide.";
    Prompt review = Prompt.review(Prompt.Level.HIGH, 0.7, List.of("WEAK_PASSWORD"));
    assertThat(flaw(text, review)).isNull();
    assertThat(flaw(text)).isEqualTo(Flaw.DEMAND);
  }

  @Test
  void letters_with_accents_of_their_own_are_composed_first() {
    String composed =
        "C’est ainsi que nous protégeons les personnes dont l’adresse a été saisie par erreur.";
    String decomposed = Normalizer.normalize(composed, Normalizer.Form.NFD);
    assertThat(AnswerCheck.tidy(decomposed)).isEqualTo(composed);
    assertThat(flaw(decomposed, Prompt.verification(Language.FRENCH))).isNull();
  }
}
