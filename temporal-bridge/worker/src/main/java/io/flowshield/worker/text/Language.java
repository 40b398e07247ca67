package io.flowshield.worker.text;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Languages of the e-mail theme; an answer in another one is none. */
public enum Language {
  ENGLISH(
      "English",
      Locale.ENGLISH,
      "",
      "the and to of is it a in that this we you your for are be with if so not has have an on as was or by can will no from",
      "click tap passw pin code call phone reply respond send pay transfer bank card credit download install attach open"
          + " login money winn prize urgent immediately invoice"),
  GERMAN(
      "German",
      Locale.GERMAN,
      "äöüß",
      "der die das und zu ist es in dass wir sie ihr ihre ihren ihrer ihnen für sind mit wenn nicht ein eine einen auf als von"
          + " damit den dem sich wird kann um nur diese dieser auch bei hat haben",
      "klick tipp passw kennwort pin code anruf ruf telefon antwort send überweis zahl bank karte kredit lad install anhang"
          + " öffne login gebühr geld gewinn preis dringend sofort rechnung"),
  SPANISH(
      "Spanish",
      Locale.forLanguageTag("es"),
      "áéíóúüñ",
      "el la los las y de que es en un una su sus para con no si por se lo al del esta este ha nos como usted le son o"
          + " así hemos",
      "clic puls contraseñ clave pin código llam teléfono respond envíe envía pague paga transfer banco tarjeta crédito descarg"
          + " instal adjunt abra abre dinero premio urgente inmediat factura"),
  FRENCH(
      "French",
      Locale.FRENCH,
      "àâæçéèêëîïôœùûüÿ",
      "le la les et de des que est en un une votre vos vous nous pour avec ne pas si par ce cette il a au du qui sont ou"
          + " dans sur afin être d l n s c",
      "cliqu appuy pin code appel téléphon répond envoy pay virement banque carte crédit télécharg install"
          + " joint ouvr argent prix urgent immédiat facture"),
  ITALIAN(
      "Italian",
      Locale.ITALIAN,
      "àèéìíîòóùú",
      "il la lo i gli le e di che è in un una suo sua per con non se si del della al ha questo questa ci sono da nel o"
          + " l come abbiamo dell",
      "clicc prem password parola pin codice chiam telefon rispond invi pag bonific banca carta credito scaric install allegat"
          + " apra apri denaro premio urgente subito fattura");

  private final String englishName;
  private final Locale locale;
  private final String letters;
  private final Set<String> frequentWords;
  private final Set<String> demands;

  Language(
      String englishName, Locale locale, String letters, String frequentWords, String demands) {
    this.englishName = englishName;
    this.locale = locale;
    this.letters = letters;
    this.frequentWords = Set.of(frequentWords.split(" "));
    this.demands = Set.of(demands.split(" "));
  }

  /**
   * The language of a BCP 47 tag.
   *
   * @return empty when the theme does not speak it
   */
  public static Optional<Language> of(@Nullable String tag) {
    if (tag == null) {
      return Optional.empty();
    }
    String wanted = Locale.forLanguageTag(tag).getLanguage();
    for (Language language : values()) {
      if (language.locale.getLanguage().equals(wanted)) {
        return Optional.of(language);
      }
    }
    return Optional.empty();
  }

  /** As a prompt names it. */
  String englishName() {
    return englishName;
  }

  /** Lower case by this language's rules. */
  String lowerCase(String text) {
    return text.toLowerCase(locale);
  }

  /**
   * @param letter in lower case
   */
  boolean hasLetter(int letter) {
    return letter >= 'a' && letter <= 'z' || letters.indexOf(letter) >= 0;
  }

  /**
   * @param word in lower case
   */
  boolean isFrequent(String word) {
    return frequentWords.contains(word);
  }

  /**
   * True for words by which a mail would ask for something else than we do.
   *
   * @param word in lower case
   */
  boolean isDemand(String word) {
    return demands.stream().anyMatch(word::startsWith);
  }
}
