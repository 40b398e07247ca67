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

  /** The surprise of each letter and of the end, in nats, added to {@code into} from {@code at}. */
  void each(int[] letters, int from, int to, double[] into, int at) {
    int history = 0;
    for (int i = from; i <= to; i++) {
      int cell = history * SYMBOLS + (i == to ? 0 : letters[i]);
      into[at + i - from] = (surprises[cell] & 0xff) / UNITS_PER_NAT;
      history = cell % contexts;
    }
  }
}
