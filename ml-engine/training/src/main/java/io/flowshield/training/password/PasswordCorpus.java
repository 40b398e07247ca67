package io.flowshield.training.password;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.matchers.Dictionary;
import io.flowshield.ml.password.CharacterAlphabet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What the character model learns from: the ranked lists inside zxcvbn's jar (MIT), and passwords
 * that are made of them as people do it. Every string counts once, however often it was leaked.
 *
 * <ul>
 *   <li>all of the password list;
 *   <li>the most frequent first names, surnames and words, which passwords are built of;
 *   <li>mutations, a fixed number drawn with a fixed seed: digits, a year, a sign or {@code 123}
 *       behind a word, two words, letters replaced by look-alike digits.
 * </ul>
 */
final class PasswordCorpus {
  private static final long SEED = 20_161_004L;
  private static final int MUTATIONS = 9_000;
  private static final int FIRST_NAMES = 2_500;
  private static final int SURNAMES = 3_000;
  private static final int WORDS = 6_000;
  private static final int SPOKEN_WORDS = 3_000;
  private static final int REPEATED = 6;
  private static final int BASES = 8_000;
  private static final List<String> SIGNS = List.of("!", "!!", ".", "*", "#", "@", "$", "?", "_");
  private static final List<String> ENDINGS =
      List.of("123", "1234", "12", "11", "321", "007", "69", "99", "01", "00", "77", "22");

  private final List<String> passwords;
  private final Map<String, List<String>> lists;

  private PasswordCorpus(Map<String, List<String>> lists, Collection<String> heldOut) {
    this.lists = lists;
    List<String> kept = new ArrayList<>(list(StandardDictionaries.PASSWORDS));
    kept.removeAll(heldOut instanceof Set ? heldOut : new LinkedHashSet<>(heldOut));
    passwords = kept;
  }

  /** The corpus of the published model. */
  static PasswordCorpus whole() {
    return without(Set.of());
  }

  /** The corpus without some passwords, for validation. */
  static PasswordCorpus without(Set<String> heldOut) {
    Map<String, List<String>> lists = new HashMap<>();
    try {
      for (Dictionary dictionary : StandardDictionaries.loadAllDictionaries()) {
        List<String> words = new ArrayList<>();
        for (String word : dictionary.getFrequencies()) {
          String lower = word.toLowerCase(Locale.ROOT);
          if (!lower.isEmpty() && CharacterAlphabet.covers(lower)) {
            words.add(lower);
          }
        }
        lists.put(dictionary.getName(), words);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The lists inside zxcvbn's jar", e);
    }
    return new PasswordCorpus(lists, heldOut);
  }

  private List<String> list(String name) {
    return Objects.requireNonNull(lists.get(name), name);
  }

  /** The leaked passwords in it, by falling frequency. */
  List<String> passwords() {
    return List.copyOf(passwords);
  }

  /** Every word of every list, whether the model learns it or not. */
  Set<String> everyWord() {
    Set<String> words = new LinkedHashSet<>();
    lists.values().forEach(words::addAll);
    return words;
  }

  /** What the model learns, each string once, in an order that is always the same. */
  List<String> strings() {
    Set<String> strings = new LinkedHashSet<>(passwords);
    List<String> names = new ArrayList<>();
    names.addAll(most(StandardDictionaries.MALE_NAMES, FIRST_NAMES / 2));
    names.addAll(most(StandardDictionaries.FEMALE_NAMES, FIRST_NAMES / 2));
    List<String> words = new ArrayList<>(names);
    words.addAll(most(StandardDictionaries.SURNAMES, SURNAMES));
    words.addAll(most(StandardDictionaries.ENGLISH_WIKIPEDIA, WORDS));
    words.addAll(most(StandardDictionaries.US_TV_AND_FILM, SPOKEN_WORDS));
    words.stream().filter(word -> word.length() > 2).forEach(strings::add);

    List<String> bases = new ArrayList<>(names);
    for (String password : passwords.subList(0, Math.min(BASES, passwords.size()))) {
      if (password.length() > 2 && password.chars().allMatch(Character::isLetter)) {
        bases.add(password);
      }
    }
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      strings.add(mutation(bases, random));
    }
    return new ArrayList<>(strings);
  }

  /**
   * What the model learns at the end: Russian words, which are what the password list holds most of
   * among the strings that {@link #strings} leaves unlikely, with and without digits behind, and
   * one of {@value #REPEATED} of the strings again, so that they are not forgotten.
   */
  List<String> lateStrings() {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    Set<String> late = new LinkedHashSet<>();
    for (String word : RussianWords.typed()) {
      late.add(word);
      late.add(
          switch (random.nextInt(3)) {
            case 0 -> word + random.nextInt(10);
            case 1 -> word + random.nextInt(1950, 2027);
            default -> word + pick(ENDINGS, random);
          });
    }
    List<String> strings = strings();
    for (int i = 0; i < strings.size(); i += REPEATED) {
      late.add(strings.get(i));
    }
    return new ArrayList<>(late);
  }

  private List<String> most(String list, int count) {
    List<String> words = list(list);
    return words.subList(0, Math.min(count, words.size()));
  }

  private static String mutation(List<String> bases, SplittableRandom random) {
    String base = pick(bases, random);
    return switch (random.nextInt(10)) {
      case 0, 1 -> base + random.nextInt(10);
      case 2 -> base + String.format(Locale.ROOT, "%02d", random.nextInt(100));
      case 3 -> base + random.nextInt(1950, 2027);
      case 4 -> base + pick(ENDINGS, random);
      case 5 -> base + pick(SIGNS, random);
      case 6 -> base + random.nextInt(100) + pick(SIGNS, random);
      case 7 -> leet(base);
      default -> base + pick(bases, random);
    };
  }

  private static String leet(String word) {
    return word.replace('a', '4')
        .replace('e', '3')
        .replace('i', '1')
        .replace('o', '0')
        .replace('s', '5');
  }

  private static String pick(List<String> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }
}
