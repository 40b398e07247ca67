package io.flowshield.ml.password;

import java.util.Locale;

/**
 * The symbols of the character model: printable ASCII without capitals, one for every other
 * character, and one for the end. Case is modelled apart, see {@link LetterCase}.
 */
public final class CharacterAlphabet {
  private static final String KNOWN =
      "abcdefghijklmnopqrstuvwxyz0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Any character that has no symbol of its own. */
  public static final int OTHER = KNOWN.length();

  /** The end of a password; as an input, its start. */
  public static final int END = OTHER + 1;

  /** How many symbols there are. */
  public static final int SIZE = END + 1;

  private static final int[] BY_ASCII = new int[128];

  static {
    for (int c = 0; c < BY_ASCII.length; c++) {
      int symbol = KNOWN.indexOf(Character.toLowerCase(c));
      BY_ASCII[c] = symbol < 0 ? OTHER : symbol;
    }
  }

  private CharacterAlphabet() {}

  /**
   * A password as symbols, without its end.
   *
   * @param longest how many characters are looked at
   */
  public static int[] symbols(CharSequence password, int longest) {
    int[] symbols = new int[Math.min(password.length(), longest)];
    for (int i = 0; i < symbols.length; i++) {
      char c = password.charAt(i);
      symbols[i] = c < BY_ASCII.length ? BY_ASCII[c] : OTHER;
    }
    return symbols;
  }

  /** A symbol as text, for a corpus that is made up. */
  public static String text(int symbol) {
    return symbol < OTHER ? KNOWN.substring(symbol, symbol + 1) : "";
  }

  /** True when a password consists of symbols only: no capitals and nothing unknown. */
  public static boolean covers(String password) {
    return password.equals(password.toLowerCase(Locale.ROOT))
        && password.chars().allMatch(c -> c < BY_ASCII.length && BY_ASCII[c] != OTHER);
  }
}
