package io.flowshield.ml.password;

import io.flowshield.ml.password.breach.Leet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The words that a user's data consist of: each field cut at everything that is neither letter nor
 * digit, and the field without those signs. Words below {@value #SHORTEST} characters are no
 * evidence, longer than {@value #LONGEST} are cut.
 */
final class ContextWords {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 40;
  private static final int MOST_WORDS = 24;
  private static final Pattern SIGNS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Map<PasswordPattern, Set<String>> words = new EnumMap<>(PasswordPattern.class);

  ContextWords(PasswordContext context) {
    add(PasswordPattern.USER_NAME, context.userName());
    add(PasswordPattern.EMAIL, context.emailLocalPart());
    add(PasswordPattern.EMAIL, domain(context.emailDomain()));
    add(PasswordPattern.PERSON_NAME, context.firstName());
    add(PasswordPattern.PERSON_NAME, context.lastName());
    add(PasswordPattern.REALM, context.realm());
  }

  /** {@code com} says nothing of anybody. */
  private static String domain(String domain) {
    int dot = domain.lastIndexOf('.');
    return dot < 0 ? domain : domain.substring(0, dot);
  }

  private void add(PasswordPattern pattern, String field) {
    Set<String> found = words.computeIfAbsent(pattern, key -> new LinkedHashSet<>());
    String lower = field.toLowerCase(Locale.ROOT);
    lower = lower.substring(0, Math.min(lower.length(), 4 * LONGEST));
    addWord(found, SIGNS.matcher(lower).replaceAll(""));
    for (String word : SIGNS.split(lower)) {
      addWord(found, word);
    }
  }

  private static void addWord(Set<String> found, String word) {
    if (word.length() >= SHORTEST && found.size() < MOST_WORDS) {
      found.add(word.substring(0, Math.min(word.length(), LONGEST)));
    }
  }

  /** All of them, for zxcvbn's own dictionary of the user. */
  List<String> all() {
    Set<String> all = new LinkedHashSet<>();
    words.values().forEach(all::addAll);
    return List.copyOf(all);
  }

  /** Which of them a password contains: in any case, with look-alike digits, or backwards. */
  Set<PasswordPattern> in(CharSequence password) {
    String lower = password.toString().toLowerCase(Locale.ROOT);
    String plain = Leet.letters(lower);
    String backwards = new StringBuilder(lower).reverse().toString();
    Set<PasswordPattern> found = EnumSet.noneOf(PasswordPattern.class);
    words.forEach(
        (pattern, all) -> {
          for (String word : all) {
            if (lower.contains(word)
                || plain.contains(Leet.letters(word))
                || backwards.contains(word)) {
              found.add(pattern);
            }
          }
        });
    return found;
  }

  @Override
  public String toString() {
    return "ContextWords[hidden]";
  }
}
