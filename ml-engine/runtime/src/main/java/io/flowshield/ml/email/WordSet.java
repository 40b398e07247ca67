package io.flowshield.ml.email;

import java.util.Arrays;

/**
 * Words as sorted 32-bit hashes: small, and nothing to read. A stranger is taken for a member with
 * a chance of its size in four billion. Immutable.
 */
public final class WordSet {
  /** Shorter ones are in too many other words. */
  public static final int SHORTEST = 3;

  static final int LONGEST = 14;

  private final int[] hashes;

  private WordSet(int[] sorted) {
    this.hashes = sorted;
  }

  /** A set of words in the letters {@code a} to {@code z}; those too short or long are left out. */
  public static WordSet of(Iterable<String> words) {
    int[] hashes = new int[64];
    int count = 0;
    for (String word : words) {
      if (word.length() >= SHORTEST && word.length() <= LONGEST) {
        if (count == hashes.length) {
          hashes = Arrays.copyOf(hashes, 2 * count);
        }
        int hash = 0;
        for (int i = 0; i < word.length(); i++) {
          hash = next(hash, word.charAt(i) - 'a' + 1);
        }
        hashes[count++] = finish(hash);
      }
    }
    return sorted(Arrays.copyOf(hashes, count));
  }

  static WordSet sorted(int[] hashes) {
    int[] sorted = hashes.clone();
    Arrays.sort(sorted);
    int distinct = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[distinct++] = sorted[i];
      }
    }
    return new WordSet(Arrays.copyOf(sorted, distinct));
  }

  int[] hashes() {
    return hashes;
  }

  /** How many words. */
  public int size() {
    return hashes.length;
  }

  static int next(int hash, int letter) {
    return hash * 31 + letter;
  }

  static int finish(int hash) {
    int mixed = (hash ^ (hash >>> 16)) * 0x7feb352d;
    mixed = (mixed ^ (mixed >>> 15)) * 0x846ca68b;
    return mixed ^ (mixed >>> 16);
  }

  boolean contains(int finished) {
    return Arrays.binarySearch(hashes, finished) >= 0;
  }
}
