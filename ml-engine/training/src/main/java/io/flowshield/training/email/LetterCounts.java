package io.flowshield.training.email;

import io.flowshield.ml.email.LetterModel;
import java.util.Collection;

/**
 * Learns a chain of letters with Witten-Bell interpolation (Witten and Bell 1991): what was seen
 * after a context, and as far as new letters were seen there, what the shorter context says.
 */
final class LetterCounts {
  private static final int SYMBOLS = LetterModel.SYMBOLS;

  private LetterCounts() {}

  /**
   * @param words in the letters {@code a} to {@code z}; each counts once
   * @param context letters that the chain looks back
   */
  static LetterModel learn(Collection<String> words, int context) {
    double[] shorter = new double[SYMBOLS];
    java.util.Arrays.fill(shorter, 1.0 / SYMBOLS);
    int contexts = 1;
    for (int order = 0; order <= context; order++) {
      int[] counts = count(words, contexts);
      double[] probabilities = new double[contexts * SYMBOLS];
      for (int history = 0; history < contexts; history++) {
        int total = 0;
        int kinds = 0;
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
          int count = counts[history * SYMBOLS + symbol];
          total += count;
          kinds += count > 0 ? 1 : 0;
        }
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
          int cell = history * SYMBOLS + symbol;
          double below = shorter[cell % shorter.length];
          probabilities[cell] =
              total == 0 ? below : (counts[cell] + kinds * below) / (total + kinds);
        }
      }
      shorter = probabilities;
      contexts *= SYMBOLS;
    }
    byte[] table = new byte[shorter.length];
    for (int i = 0; i < table.length; i++) {
      double nats = -StrictMath.log(Math.max(shorter[i], 1e-9));
      table[i] = (byte) Math.min(255, Math.round(nats * LetterModel.UNITS_PER_NAT));
    }
    return new LetterModel(table, context);
  }

  private static int[] count(Collection<String> words, int contexts) {
    int[] counts = new int[contexts * SYMBOLS];
    for (String word : words) {
      int history = 0;
      for (int i = 0; i <= word.length(); i++) {
        int symbol = i == word.length() ? 0 : word.charAt(i) - 'a' + 1;
        int cell = history * SYMBOLS + symbol;
        counts[cell]++;
        history = cell % contexts;
      }
    }
    return counts;
  }
}
