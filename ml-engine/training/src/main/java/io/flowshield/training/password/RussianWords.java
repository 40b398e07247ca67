package io.flowshield.training.password;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.datafaker.Faker;

/**
 * Russian names and places as Russian speakers type them into passwords: by the keys of a keyboard
 * that is switched to English, or in Latin letters. Words come from datafaker (Apache 2.0).
 */
final class RussianWords {
  private static final String KEYS_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё";
  private static final String KEYS_ENGLISH = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
  private static final int DRAWS = 12_000;
  private static final long SEED = 1;
  private static final int SHORTEST = 3;
  private static final Map<Character, String> LATIN = new TreeMap<>();

  static {
    String from = "абвгдеёзийклмнопрстуфхыэ";
    String to = "abvgdeeziyklmnoprstufhye";
    for (int i = 0; i < from.length(); i++) {
      LATIN.put(from.charAt(i), to.substring(i, i + 1));
    }
    LATIN.putAll(
        Map.of(
            'ж', "zh", 'ц', "ts", 'ч', "ch", 'ш', "sh", 'щ', "sch", 'ъ', "", 'ь', "", 'ю', "yu",
            'я', "ya"));
  }

  private RussianWords() {}

  /** Every word once by the keys and once in Latin letters, in an order that is always the same. */
  static List<String> typed() {
    Set<String> typed = new LinkedHashSet<>();
    for (String word : words()) {
      typed.add(byKeys(word));
      typed.add(latin(word));
    }
    return List.copyOf(typed);
  }

  private static Set<String> words() {
    Faker faker = new Faker(Locale.forLanguageTag("ru"), new Random(SEED));
    Set<String> words = new LinkedHashSet<>();
    for (int i = 0; i < DRAWS; i++) {
      add(words, faker.name().firstName());
      add(words, faker.name().lastName());
      add(words, faker.address().cityName());
      add(words, faker.address().state());
      add(words, faker.address().streetName());
      add(words, faker.color().name());
      add(words, faker.commerce().department());
    }
    return words;
  }

  private static void add(Set<String> words, String text) {
    for (String word : text.toLowerCase(Locale.ROOT).split("[^а-яё]+")) {
      if (word.length() >= SHORTEST) {
        words.add(word);
      }
    }
  }

  static String byKeys(String word) {
    StringBuilder keys = new StringBuilder();
    word.chars().forEach(c -> keys.append(KEYS_ENGLISH.charAt(KEYS_RUSSIAN.indexOf(c))));
    return keys.toString();
  }

  static String latin(String word) {
    StringBuilder latin = new StringBuilder();
    word.chars().forEach(c -> latin.append(LATIN.get((char) c)));
    return latin.toString();
  }
}
