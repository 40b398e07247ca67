package io.flowshield.ml.password;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is known of a password without its text.
 *
 * <p>It still tells which accounts are worth attacking: it lives in request memory, and {@link
 * #toString} shows none of it.
 *
 * @param log10Guesses estimate of the model and zxcvbn together; decimal logarithm of the number of
 *     guesses, 0 for the first one
 * @param modelLog10Guesses the character model's alone; NaN when there is none
 * @param zxcvbnLog10Guesses zxcvbn's alone
 * @param patterns what makes it easy, in the order of the enum
 * @param breached true when it is in the list of leaked passwords, wrongly so at that list's
 *     documented rate
 * @param similarToBreached true when it is not, but a small change of it is
 */
public record PasswordAssessment(
    double log10Guesses,
    double modelLog10Guesses,
    double zxcvbnLog10Guesses,
    Set<PasswordPattern> patterns,
    boolean breached,
    boolean similarToBreached) {

  private static final Set<PasswordPattern> CONTEXT =
      EnumSet.range(PasswordPattern.USER_NAME, PasswordPattern.REALM);

  public PasswordAssessment {
    patterns = Set.copyOf(patterns);
  }

  /** True when it is made of what is known about the user or the realm. */
  public boolean hasContext() {
    return patterns.stream().anyMatch(CONTEXT::contains);
  }

  @Override
  public String toString() {
    return "PasswordAssessment[hidden]";
  }
}
