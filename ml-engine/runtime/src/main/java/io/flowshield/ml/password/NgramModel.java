package io.flowshield.ml.password;

import java.util.Arrays;
import java.util.List;

/**
 * Which character follows up to four others, counted in zxcvbn's lists: interpolated n-grams with
 * Witten and Bell's weights (IEEE Transactions on Information Theory 37(4), 1991). Small counts are
 * remembered better by it than by a small network. Some 25 MB. Immutable after it was made.
 */
public final class NgramModel {
  private static final int ORDER = 5;
  private static final int BITS = 7;
  private static final int TOTAL = 127;
  private static final int KINDS = 126;
  private static final int CAPACITY = 1 << 21;
  private static final int MASK = CAPACITY - 1;

  private final long[] keys = new long[CAPACITY];
  private final float[] values = new float[CAPACITY];

  /** Counts every string of some lists once, with a weight for each list. */
  public static NgramModel of(List<List<String>> lists, List<Float> weights) {
    NgramModel model = new NgramModel();
    for (int i = 0; i < lists.size(); i++) {
      float weight = weights.get(i);
      lists.get(i).forEach(string -> model.count(string, weight));
    }
    return model;
  }

  private NgramModel() {}

  private void count(String string, float weight) {
    int[] symbols = CharacterAlphabet.symbols(string, CharacterModel.LONGEST);
    for (int i = 0; i <= symbols.length; i++) {
      int next = i < symbols.length ? symbols[i] : CharacterAlphabet.END;
      for (int order = 0; order < ORDER; order++) {
        long context = context(symbols, i, order);
        int slot = slot(context << BITS | next);
        if (values[slot] == 0) {
          keys[slot] = context << BITS | next;
          add(context << BITS | KINDS, 1);
        }
        values[slot] += weight;
        add(context << BITS | TOTAL, weight);
      }
    }
  }

  private void add(long key, float value) {
    int slot = slot(key);
    keys[slot] = key;
    values[slot] += value;
  }

  /** The symbols in front of a place, with a 1 in front of them all; the start is an end. */
  private static long context(int[] symbols, int at, int order) {
    long context = 1;
    for (int i = at - order; i < at; i++) {
      context = context << BITS | (i < 0 ? CharacterAlphabet.END : symbols[i]);
    }
    return context;
  }

  private int slot(long key) {
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & MASK;
    while (values[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & MASK;
    }
    return slot;
  }

  /** Probabilities of the symbol at a place, given those in front of it. */
  void next(int[] symbols, int at, double[] probabilities) {
    Arrays.fill(probabilities, 1.0 / CharacterAlphabet.SIZE);
    for (int order = 0; order < ORDER; order++) {
      long context = context(symbols, at, order);
      double total = values[slot(context << BITS | TOTAL)];
      if (total == 0) {
        return;
      }
      double kinds = values[slot(context << BITS | KINDS)];
      for (int s = 0; s < probabilities.length; s++) {
        double count = values[slot(context << BITS | s)];
        probabilities[s] = (count + kinds * probabilities[s]) / (total + kinds);
      }
    }
  }
}
