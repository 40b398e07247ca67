package io.flowshield.training.email;

import java.util.Collection;
import java.util.List;

/** Local parts that programs make. */
final class Programs {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
  private static final String ALPHANUMERIC = LETTERS + "0123456789";
  private static final String VOWELS = "aaeeiioouuy";
  private static final List<String> ONSETS =
      List.of(
          "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z",
          "br", "ch", "dr", "fl", "gr", "kl", "pr", "sh", "st", "th", "tr", "qu", "x");
  private static final List<String> CODAS = List.of("l", "m", "n", "r", "s", "t", "x", "k", "d");

  /** How a program makes them. */
  enum Family {
    /** Letters and digits, each as likely as the other. */
    UNIFORM,
    /**
     * A chain over letters that looks one or two back, learnt from the words of a dictionary, as
     * password generators have done since the 1970s.
     */
    MARKOV,
    /**
     * The same learnt from people's names, of the very languages whose people it hides among. Its
     * best texts are names that nobody happens to have: reported, but beyond what a local part can
     * tell.
     */
    MARKOV_NAMES,
    /** Syllables of consonants and vowels. */
    PRONOUNCEABLE,
    /** Words of a dictionary with digits behind them. */
    DICTIONARY,
    /** A name or a word with random letters and digits behind it: never trained on. */
    RANDOM_TAIL
  }

  private final Chance chance;
  private final List<String> words;
  private final List<String> names;
  private final List<MarkovChain> wordChains;
  private final List<MarkovChain> nameChains;

  /**
   * @param words what the dictionary family writes
   * @param names what the chains of names learn from, and the random tails hang on
   */
  Programs(long seed, List<String> words, Collection<String> names) {
    this.chance = new Chance(seed);
    this.words = words;
    this.names = List.copyOf(names);
    this.wordChains = List.of(new MarkovChain(words, 1), new MarkovChain(words, 2));
    this.nameChains = List.of(new MarkovChain(names, 1), new MarkovChain(names, 2));
  }

  String localPart(Family family) {
    return switch (family) {
      case UNIFORM -> uniform();
      case MARKOV -> markov(chance.pick(wordChains));
      case MARKOV_NAMES -> markov(chance.pick(nameChains));
      case PRONOUNCEABLE -> pronounceable();
      case DICTIONARY -> dictionary();
      case RANDOM_TAIL -> randomTail();
    };
  }

  private String uniform() {
    return switch (chance.weighted(50, 25, 15, 10)) {
      case 0 -> chance.text(ALPHANUMERIC, chance.between(7, 16));
      case 1 -> chance.text(LETTERS, chance.between(6, 14));
      case 2 -> chance.text(LETTERS, chance.between(5, 9)) + chance.digits(chance.between(1, 4));
      default ->
          chance.text(LETTERS, chance.between(3, 8))
              + "."
              + chance.text(LETTERS, chance.between(4, 8));
    };
  }

  private String markov(MarkovChain chain) {
    return switch (chance.weighted(65, 15, 20)) {
      case 0 -> chain.word(chance, 6, 14) + tail();
      case 1 -> chain.word(chance, 4, 8) + chain.word(chance, 4, 8) + tail();
      default -> chain.word(chance, 4, 9) + "." + chain.word(chance, 5, 10) + tail();
    };
  }

  private String pronounceable() {
    return switch (chance.weighted(70, 30)) {
      case 0 -> syllables(chance.between(3, 5)) + tail();
      default -> syllables(chance.between(2, 3)) + "." + syllables(chance.between(2, 4)) + tail();
    };
  }

  private String syllables(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(chance.pick(ONSETS)).append(chance.pick(VOWELS));
      if (chance.of(0.2)) {
        text.append(chance.pick(CODAS));
      }
    }
    return text.toString();
  }

  private String dictionary() {
    String digits = chance.digits(chance.between(1, 5));
    return switch (chance.weighted(45, 25, 20, 10)) {
      case 0 -> chance.pick(words) + chance.pick(words) + digits;
      case 1 -> chance.pick(words) + digits;
      case 2 -> chance.pick(words) + chance.pick("._-") + chance.pick(words) + digits;
      default -> chance.pick(words) + digits + chance.pick(words);
    };
  }

  private String randomTail() {
    String head = chance.pick(chance.of(0.7) ? names : words);
    String tail = chance.text(ALPHANUMERIC, chance.between(4, 7));
    return head + (chance.of(0.4) ? chance.pick("._-") : "") + tail;
  }

  private String tail() {
    return chance.of(0.6) ? "" : chance.digits(chance.between(1, 4));
  }
}
