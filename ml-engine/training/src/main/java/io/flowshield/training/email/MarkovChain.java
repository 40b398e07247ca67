package io.flowshield.training.email;

import java.util.Collection;

/** A generator's chain of letters, learnt from a list of names or words. */
final class MarkovChain {
  private static final int SYMBOLS = 27;

  private final int contexts;
  private final int[] counts;

  /**
   * @param order letters it looks back, 1 to 3
   */
  MarkovChain(Collection<String> words, int order) {
    int size = 1;
    for (int i = 0; i < order; i++) {
      size *= SYMBOLS;
    }
    contexts = size;
    counts = new int[size * SYMBOLS];
    for (String word : words) {
      int history = 0;
      for (int i = 0; i <= word.length(); i++) {
        int symbol = i == word.length() ? 0 : word.charAt(i) - 'a' + 1;
        int cell = history * SYMBOLS + symbol;
        counts[cell]++;
        history = cell % contexts;
      }
    }
  }

  /** A word that the chain makes, of bounded length. */
  String word(Chance chance, int shortest, int longest) {
    StringBuilder word = new StringBuilder();
    do {
      word.setLength(0);
      int history = 0;
      while (word.length() <= longest) {
        int symbol = draw(chance, history);
        if (symbol == 0) {
          break;
        }
        word.append((char) ('a' + symbol - 1));
        history = (history * SYMBOLS + symbol) % contexts;
      }
    } while (word.length() < shortest || word.length() > longest);
    return word.toString();
  }

  private int draw(Chance chance, int history) {
    int total = 0;
    for (int i = 0; i < SYMBOLS; i++) {
      total += counts[history * SYMBOLS + i];
    }
    int left = chance.below(total);
    for (int i = 0; i < SYMBOLS; i++) {
      left -= counts[history * SYMBOLS + i];
      if (left < 0) {
        return i;
      }
    }
    return 0;
  }
}
