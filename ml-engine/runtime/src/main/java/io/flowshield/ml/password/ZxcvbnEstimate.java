package io.flowshield.ml.password;

import com.nulabinc.zxcvbn.Pattern;
import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import com.nulabinc.zxcvbn.matchers.Match;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * zxcvbn's opinion (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security
 * 2016).
 *
 * @param log10Guesses decimal logarithm of its guesses
 * @param unexplained share of the characters that it found no pattern for and merely counted, 0 to
 *     1
 * @param patterns what it found
 */
record ZxcvbnEstimate(double log10Guesses, double unexplained, Set<PasswordPattern> patterns) {
  /**
   * Its time grows with the cube of the length: some 15 ms at 40 characters, 1.7 s at 200. A longer
   * password is judged by its beginning, which can only make it look weaker.
   */
  static final int LONGEST = 40;

  /** Shorter words are in everything. */
  private static final int SHORTEST_WORD = 3;

  static ZxcvbnEstimate of(Zxcvbn zxcvbn, CharSequence password, List<String> context) {
    CharSequence head = password.subSequence(0, Math.min(password.length(), LONGEST));
    if (head.length() == 0) {
      return new ZxcvbnEstimate(0, 0, Set.of());
    }
    Strength strength = zxcvbn.measure(head, context);
    Set<PasswordPattern> patterns = EnumSet.noneOf(PasswordPattern.class);
    int unexplained = 0;
    for (Match match : strength.getSequence()) {
      if (match.pattern == Pattern.Bruteforce) {
        unexplained += match.tokenLength();
      }
      addPatterns(match, patterns);
    }
    return new ZxcvbnEstimate(
        Math.max(0, strength.getGuessesLog10()), (double) unexplained / head.length(), patterns);
  }

  private static void addPatterns(Match match, Set<PasswordPattern> patterns) {
    switch (match.pattern) {
      case Dictionary -> {
        if (match.tokenLength() >= SHORTEST_WORD) {
          patterns.add(PasswordPattern.DICTIONARY);
          if (match.l33t) {
            patterns.add(PasswordPattern.L33T);
          }
          if (match.reversed) {
            patterns.add(PasswordPattern.REVERSED);
          }
        }
      }
      case Spatial -> patterns.add(PasswordPattern.KEYBOARD_WALK);
      case Sequence -> patterns.add(PasswordPattern.SEQUENCE);
      case Date, Regex -> patterns.add(PasswordPattern.DATE);
      case Repeat -> {
        patterns.add(PasswordPattern.REPEAT);
        if (match.baseMatches != null) {
          match.baseMatches.forEach(base -> addPatterns(base, patterns));
        }
      }
      case Bruteforce -> {
        // no pattern
      }
    }
  }
}
