package io.flowshield.training.email;

import io.flowshield.ml.email.LetterModel;
import io.flowshield.ml.email.LocalPartTables;
import io.flowshield.ml.email.WordSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Names and words that one step of the work may see.
 *
 * @param locales with their names
 * @param words of the dictionary
 */
record Corpus(List<LocaleNames> locales, List<String> words) {

  /** The parts of a corpus whose languages and words fall into some of {@code of} folds. */
  Corpus folds(int of, IntPredicate wanted) {
    List<String> languages = List.copyOf(byLanguage().keySet());
    List<LocaleNames> kept = new ArrayList<>();
    for (LocaleNames names : locales) {
      if (wanted.test(languages.indexOf(names.language()) % of)) {
        kept.add(names);
      }
    }
    List<String> keptWords =
        words.stream().filter(word -> wanted.test(Math.floorMod(word.hashCode(), of))).toList();
    return new Corpus(kept, keptWords);
  }

  /** All names, sorted, each once. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    byLanguage().values().forEach(names::addAll);
    return names;
  }

  /** What a model may know from this corpus. */
  LocalPartTables tables() {
    Set<String> names = names();
    List<LetterModel> languages = new ArrayList<>();
    for (Collection<String> language : byLanguage().values()) {
      languages.add(LetterCounts.learn(language, 2));
    }
    return new LocalPartTables(
        LetterCounts.learn(names, 3),
        languages,
        LetterCounts.learn(words, 3),
        LetterCounts.learn(names, 1),
        LetterCounts.learn(words, 1),
        WordSet.of(names),
        WordSet.of(words));
  }

  private TreeMap<String, Set<String>> byLanguage() {
    TreeMap<String, Set<String>> byLanguage = new TreeMap<>();
    for (LocaleNames names : locales) {
      Set<String> all = byLanguage.computeIfAbsent(names.language(), key -> new TreeSet<>());
      all.addAll(names.first());
      all.addAll(names.last());
    }
    return byLanguage;
  }
}
