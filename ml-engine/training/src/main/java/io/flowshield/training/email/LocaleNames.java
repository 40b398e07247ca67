package io.flowshield.training.email;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.datafaker.Faker;

/**
 * First names and surnames of a locale of datafaker, romanised by rule or as {@link RomanisedNames}
 * has them.
 *
 * @param locale BCP 47 tag
 * @param first first names, sorted
 * @param last surnames, sorted
 */
record LocaleNames(String locale, List<String> first, List<String> last) {
  private static final int DRAWS = 4000;
  private static final int FEWEST = 25;

  /** Which part of the work a locale is for; no language is divided but English. */
  enum Part {
    TRAINING,
    VALIDATION,
    EVALUATION
  }

  /** Chosen before anything was measured: languages of nine families, large and small. */
  private static final Set<String> EVALUATION =
      Set.of(
          "nl", "nl-BE", "pt", "pt-BR", "pl", "tr", "sv", "sv-SE", "ko", "id", "id-ID", "hu",
          "el-GR", "en-NG", "ta", "ka");

  private static final Set<String> VALIDATION =
      Set.of("it", "cs", "cs-CZ", "sk", "fi-FI", "vi", "en-IN", "th", "hy");

  private static final List<String> ALL =
      List.of(
          "ar", "be", "bg", "ca", "cs-CZ", "cs", "da-DK", "de-AT", "de-CH", "de", "el-GR", "en-AU",
          "en-CA", "en-GB", "en-IN", "en-NG", "en-NZ", "en-PAK", "en-PH", "en-SG", "en-UG", "en-US",
          "en-ZA", "en", "es-AR", "es-MX", "es", "et", "fa", "fi-FI", "fr-CA", "fr-CH", "fr", "he",
          "hi", "hr", "hu", "hy", "id-ID", "id", "it", "ja", "ka", "ko", "lv", "mk", "nb-NO",
          "nl-BE", "nl", "no-NO", "pl", "pt-BR", "pt", "ro-MD", "ru", "sk", "sq", "sv-SE", "sv",
          "ta", "th", "tr", "uk", "uz", "vi", "zh-CN", "zh-TW");

  /** Reads every locale of a part; those without names of their own are left out. */
  static List<LocaleNames> of(Part part) {
    Romanizer romanizer = new Romanizer();
    Map<String, LocaleNames> written = RomanisedNames.byLanguage();
    LocaleNames english = read("en", romanizer);
    List<LocaleNames> found = new ArrayList<>();
    for (String locale : ALL) {
      if (part(locale) != part) {
        continue;
      }
      LocaleNames romanised = written.get(locale);
      if (romanised != null) {
        found.add(romanised);
        continue;
      }
      LocaleNames names = locale.equals("en") ? english : read(locale, romanizer);
      boolean own =
          locale.equals("en")
              || (share(names.first(), english.first()) < 0.9
                  && share(names.last(), english.last()) < 0.9);
      if (own && names.first().size() >= FEWEST && names.last().size() >= FEWEST) {
        found.add(names);
      }
    }
    return found;
  }

  /** For example {@code pt} of {@code pt-BR}; English of several countries is one language. */
  String language() {
    return locale.split("-", 2)[0];
  }

  private static Part part(String locale) {
    return EVALUATION.contains(locale)
        ? Part.EVALUATION
        : VALIDATION.contains(locale) ? Part.VALIDATION : Part.TRAINING;
  }

  private static double share(Collection<String> names, Collection<String> of) {
    Set<String> known = new HashSet<>(of);
    return (double) names.stream().filter(known::contains).count() / Math.max(1, names.size());
  }

  private static LocaleNames read(String locale, Romanizer romanizer) {
    Faker faker = new Faker(Locale.forLanguageTag(locale), new Random(7));
    boolean german = locale.startsWith("de");
    Set<String> first = new TreeSet<>();
    Set<String> last = new TreeSet<>();
    for (int i = 0; i < DRAWS; i++) {
      add(faker.name().firstName(), first, romanizer, german);
      add(faker.name().lastName(), last, romanizer, german);
    }
    return new LocaleNames(locale, List.copyOf(first), List.copyOf(last));
  }

  private static void add(String name, Set<String> names, Romanizer romanizer, boolean german) {
    String letters = german ? romanizer.german(name) : romanizer.letters(name);
    if (letters.length() >= 2 && letters.length() <= 20) {
      names.add(letters);
    }
  }
}
