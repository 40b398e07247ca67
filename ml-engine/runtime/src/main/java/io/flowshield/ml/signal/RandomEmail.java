package io.flowshield.ml.signal;

import io.flowshield.ml.context.RegistrationFacts;
import io.flowshield.ml.context.RiskContext;
import java.util.Locale;

/**
 * How much the local part of the address looks generated, 0 to 1. Of the part before a {@code +},
 * at most 64 characters: {@code 0.5 r + 0.5 s + 0.4 v}, at most 1, where
 *
 * <ul>
 *   <li>r grows from 0 at 4 consonants in a row to 1 at 7 (y counts as a vowel);
 *   <li>s grows from 0 at one change between letters and digits (a year behind a name) to 1 at 4;
 *   <li>v grows from 0 where a quarter of the letters are vowels to 1 where none is, given at least
 *       5 letters.
 * </ul>
 *
 * 0 below 6 letters and digits and for scripts other than Latin, where the formula says nothing.
 * Missing without an address.
 *
 * <p>Rule: 1.6 times the value.
 */
public final class RandomEmail implements Signal {
  private static final int MAX_LENGTH = 64;

  @Override
  public String code() {
    return "RANDOM_EMAIL";
  }

  @Override
  public float value(RiskContext context) {
    RegistrationFacts facts = context.registration();
    if (facts == null || facts.emailLocalPart().isEmpty()) {
      return Float.NaN;
    }
    return (float) randomness(facts.emailLocalPart());
  }

  /** The value for a local part. */
  public static double randomness(String localPart) {
    int plus = localPart.indexOf('+');
    String name = plus > 0 ? localPart.substring(0, plus) : localPart;
    name = name.substring(0, Math.min(name.length(), MAX_LENGTH)).toLowerCase(Locale.ROOT);
    int letters = 0;
    int digits = 0;
    int vowels = 0;
    int switches = 0;
    int run = 0;
    int longestRun = 0;
    char previous = '.';
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 127) {
        return 0;
      }
      if (isLetter(c)) {
        letters++;
        boolean vowel = "aeiouy".indexOf(c) >= 0;
        vowels += vowel ? 1 : 0;
        run = vowel ? 0 : run + 1;
        longestRun = Math.max(longestRun, run);
        switches += isDigit(previous) ? 1 : 0;
      } else {
        run = 0;
        digits += isDigit(c) ? 1 : 0;
        switches += isDigit(c) && isLetter(previous) ? 1 : 0;
      }
      previous = c;
    }
    if (letters + digits < 6) {
      return 0;
    }
    double r = Ramp.between(longestRun, 4, 7);
    double s = Ramp.between(switches, 1, 4);
    double v = letters < 5 ? 0 : Ramp.between((double) vowels / letters, 0.25, 0);
    return Math.min(1, 0.5 * r + 0.5 * s + 0.4 * v);
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public double logOdds(float value) {
    return value > 0 ? 1.6 * value : 0;
  }
}
