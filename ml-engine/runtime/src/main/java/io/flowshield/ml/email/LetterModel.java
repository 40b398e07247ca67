package io.flowshield.ml.email;

/**
 * How surprising letters are after the letters before them: a Markov chain over {@code a} to {@code
 * z} and the boundary of a word, as a table of {@code -ln p} in sixteenths of a nat. Immutable.
 */
public final class LetterModel {
  /** The letters and the boundary, which is 0. */
  public static final int SYMBOLS = 27;

  /** Sixteenths of a nat, so a byte reaches 15.9 nats. */
  public static final double UNITS_PER_NAT = 16;

  private static final int RARE = (int) (4 * UNITS_PER_NAT);

  private final byte[] surprises;
  private final int contexts;

  /**
   * @param surprises indexed by the context's letters, oldest first, and then the letter; not
   *     copied
   * @param context how many letters the chain looks back, 1 to 3
   * @throws IllegalArgumentException when the table has another size
   */
  public LetterModel(byte[] surprises, int context) {
    if (context < 1 || context > 3 || surprises.length != cells(context)) {
      throw new IllegalArgumentException(
          surprises.length + " cells for a chain that looks back " + context + " letters");
    }
    this.surprises = surprises;
    this.contexts = cells(context) / SYMBOLS;
  }

  /** Cells of a table with so many letters of context. */
  public static int cells(int context) {
    int cells = SYMBOLS;
    for (int i = 0; i < context; i++) {
      cells *= SYMBOLS;
    }
    return cells;
  }

  byte[] surprises() {
    return surprises;
  }

  int context() {
    return contexts == SYMBOLS ? 1 : contexts == SYMBOLS * SYMBOLS ? 2 : 3;
  }

  /**
   * The surprise of a word in nats, that of its end included: its letters are numbers from 1 to 26.
   */
  double surprise(int[] letters, int from, int to) {
    int history = 0;
    int sum = 0;
    for (int i = from; i <= to; i++) {
      int cell = history * SYMBOLS + (i == to ? 0 : letters[i]);
      sum += surprises[cell] & 0xff;
      history = cell % contexts;
    }
    return sum / UNITS_PER_NAT;
  }

  /**
   * The least surprise, in nats, of letters read as one word or as two that were written together.
   * What changes at a seam is the end of the first word and as many letters of the second as the
   * chain looks back: the rest is the same for every seam.
   *
   * @param prefix room for as many numbers as there are letters and one more; filled with the sum
   *     of surprises in front of each letter
   */
  double surpriseOfTwo(int[] letters, int from, int to, int[] prefix) {
    int history = 0;
    int sum = 0;
    int reach = context();
    for (int i = from; i < to; i++) {
      prefix[i - from] = sum;
      int cell = history * SYMBOLS + letters[i];
      sum += surprises[cell] & 0xff;
      history = cell % contexts;
    }
    prefix[to - from] = sum;
    int end = surprises[history * SYMBOLS] & 0xff;
    int whole = sum + end;
    int least = whole;
    history = 0;
    for (int seam = from + 1; seam < to; seam++) {
      history = (history * SYMBOLS + letters[seam - 1]) % contexts;
      int two = prefix[seam - from] + (surprises[history * SYMBOLS] & 0xff);
      int restart = 0;
      int i = seam;
      for (; i < to && i < seam + reach; i++) {
        int cell = restart * SYMBOLS + letters[i];
        two += surprises[cell] & 0xff;
        restart = cell % contexts;
      }
      two += i < to ? sum - prefix[i - from] + end : surprises[restart * SYMBOLS] & 0xff;
      least = Math.min(least, two);
    }
    return least / UNITS_PER_NAT;
  }

  /** How many of the letters come as a surprise of more than four nats. */
  int rare(int[] letters, int from, int to) {
    int history = 0;
    int rare = 0;
    for (int i = from; i < to; i++) {
      int cell = history * SYMBOLS + letters[i];
      rare += (surprises[cell] & 0xff) > RARE ? 1 : 0;
      history = cell % contexts;
    }
    return rare;
  }

  /** The greatest mean surprise of three letters in a row, in nats; 0 for fewer. */
  double peak(int[] letters, int from, int to) {
    int history = 0;
    int before = 0;
    int last = 0;
    int most = 0;
    for (int i = from; i < to; i++) {
      int cell = history * SYMBOLS + letters[i];
      int now = surprises[cell] & 0xff;
      history = cell % contexts;
      most = i >= from + 2 ? Math.max(most, before + last + now) : most;
      before = last;
      last = now;
    }
    return most / (3 * UNITS_PER_NAT);
  }
}
