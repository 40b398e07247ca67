package io.flowshield.risk.password;

import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a person is told of a password: keys of sentences about its pattern, and a level. Neither
 * the password nor its guesses can be told from them.
 */
public final class PasswordHints {
  private static final String PREFIX = "flowshield.password.hint.";

  /** The password is among leaked ones. */
  public static final String LEAKED = PREFIX + "LEAKED";

  /** Nothing but its shortness makes it easy. */
  public static final String SHORT = PREFIX + "SHORT";

  /** Levels end below these powers of ten, as zxcvbn's do. */
  private static final double[] LEVELS = {3, 6, 8, 10};

  private static final int MOST_HINTS = 3;

  /** The most telling first; what is made of known things, then of shapes, then of words. */
  private static final List<PasswordPattern> ORDER =
      List.of(
          PasswordPattern.USER_NAME,
          PasswordPattern.EMAIL,
          PasswordPattern.PERSON_NAME,
          PasswordPattern.REALM,
          PasswordPattern.KEYBOARD_WALK,
          PasswordPattern.REPEAT,
          PasswordPattern.SEQUENCE,
          PasswordPattern.L33T,
          PasswordPattern.REVERSED,
          PasswordPattern.DICTIONARY,
          PasswordPattern.DATE);

  private static final Set<PasswordPattern> WORDS =
      EnumSet.of(PasswordPattern.L33T, PasswordPattern.REVERSED, PasswordPattern.DICTIONARY);

  private PasswordHints() {}

  /** Level of a password, 0 (guessed at once) to 4; a leaked one is 0. */
  public static int level(PasswordAssessment assessment) {
    return assessment.breached()
        ? 0
        : (int) Arrays.stream(LEVELS).filter(end -> assessment.log10Guesses() >= end).count();
  }

  /**
   * Key of the sentence that explains most of a password that takes fewer guesses than asked for;
   * empty when it takes as many, or nothing could judge it.
   *
   * @param least decimal logarithm of the guesses
   */
  public static Optional<String> weakness(Optional<PasswordAssessment> known, int least) {
    return known
        .filter(assessment -> assessment.log10Guesses() < least)
        .map(assessment -> all(assessment).get(0));
  }

  /** Whether a password is known to have leaked. */
  public static boolean isLeaked(Optional<PasswordAssessment> known) {
    return known.isPresent() && known.get().breached();
  }

  /** Keys of at most three sentences, the one that explains most first. */
  public static List<String> all(PasswordAssessment assessment) {
    List<String> keys = new ArrayList<>();
    if (assessment.breached()) {
      keys.add(LEAKED);
    }
    boolean word = false;
    for (PasswordPattern pattern : ORDER) {
      if (assessment.patterns().contains(pattern) && !(word && WORDS.contains(pattern))) {
        keys.add(PREFIX + pattern.name());
        word |= WORDS.contains(pattern);
      }
    }
    if (keys.isEmpty()) {
      keys.add(SHORT);
    }
    return List.copyOf(keys.subList(0, Math.min(keys.size(), MOST_HINTS)));
  }
}
