package io.flowshield.ml.password.breach;

/** Digits and signs that stand for letters. */
public final class Leet {
  private static final String SIGNS = "4@836910!|$57+";
  private static final String LETTERS = "aabeggioiisstt";

  private Leet() {}

  /** The same text with letters for the digits and signs that look like them. */
  public static String letters(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int at = SIGNS.indexOf(c);
      letters.append(at < 0 ? c : LETTERS.charAt(at));
    }
    return letters.toString();
  }
}
