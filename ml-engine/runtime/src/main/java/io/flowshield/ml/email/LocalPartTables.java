package io.flowshield.ml.email;

import java.util.List;

/**
 * What is known of people's names and of words before a local part is looked at.
 *
 * @param names how names of all languages run, three letters back
 * @param languages how the names of each language run, two letters back; at least one
 * @param words how the words of a dictionary run, three letters back
 * @param namePairs how names run, one letter back: what a simple generator knows too
 * @param wordPairs how words run, one letter back
 * @param knownNames names by their hash
 * @param knownWords words of the dictionary by their hash
 */
public record LocalPartTables(
    LetterModel names,
    List<LetterModel> languages,
    LetterModel words,
    LetterModel namePairs,
    LetterModel wordPairs,
    WordSet knownNames,
    WordSet knownWords) {

  public LocalPartTables {
    languages = List.copyOf(languages);
    if (languages.isEmpty()) {
      throw new IllegalArgumentException("No language");
    }
  }
}
