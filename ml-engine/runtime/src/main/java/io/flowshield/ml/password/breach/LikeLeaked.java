package io.flowshield.ml.password.breach;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Finds a leaked password behind a small change, as people make them when they must choose a new
 * one (Das et al., "The Tangled Web of Password Reuse", NDSS 2014): other case, digits and signs in
 * front or behind, the number behind counted up or down, signs for letters, backwards, twice, one
 * character more, two neighbours exchanged.
 *
 * <p>Asks at most {@value #MOST} times, so at a filter's rate of 1 in 10,000 an unlike password is
 * called alike at most once in 156.
 */
public final class LikeLeaked {
  private static final int MOST = 64;
  private static final int SHORTEST = 4;
  private static final int LONGEST = 40;
  private static final int MOST_DIGITS = 6;

  private LikeLeaked() {}

  /**
   * True when a changed form of the password is in the filter; the password itself is not asked.
   */
  public static boolean isLike(CharSequence password, BreachFilter filter) {
    return forms(password.toString()).stream().anyMatch(filter::contains);
  }

  /** Changed forms that keep at least half of a password. */
  static Set<String> forms(String password) {
    Set<String> forms = new LinkedHashSet<>();
    if (password.length() > LONGEST) {
      return forms;
    }
    String lower = password.toLowerCase(Locale.ROOT);
    String stem = withoutEnd(lower);
    String core = withoutStart(stem);
    for (String form : new String[] {lower, stem, core, withoutStart(lower)}) {
      forms.add(form);
      forms.add(capitalised(form));
      forms.add(Leet.letters(form));
    }
    forms.add(Leet.letters(withoutSigns(lower)));
    forms.add(withoutEnd(Leet.letters(lower)));
    forms.add(withoutSigns(lower));
    forms.add(new StringBuilder(lower).reverse().toString());
    forms.add(new StringBuilder(core).reverse().toString());
    forms.add(half(lower));
    forms.add(Leet.letters(stem) + lower.substring(stem.length()));
    addCounted(forms, lower);
    addCounted(forms, withoutSigns(lower));
    for (int i = 0; i < lower.length(); i++) {
      forms.add(lower.substring(0, i) + lower.substring(i + 1));
    }
    for (int i = 0; i + 1 < lower.length(); i++) {
      forms.add(
          lower.substring(0, i) + lower.charAt(i + 1) + lower.charAt(i) + lower.substring(i + 2));
    }
    forms.remove(password);
    int least = Math.max(SHORTEST, (password.length() + 1) / 2);
    forms.removeIf(form -> form.length() < least);
    Set<String> first = new LinkedHashSet<>();
    forms.stream().limit(MOST).forEach(first::add);
    return first;
  }

  /** {@code summer2020} for {@code summer2021}. */
  private static void addCounted(Set<String> forms, String password) {
    int end = password.length();
    int start = end;
    while (start > 0 && isDigit(password.charAt(start - 1)) && end - start < MOST_DIGITS) {
      start--;
    }
    if (start == end || start == 0) {
      return;
    }
    int number = Integer.parseInt(password.substring(start));
    for (int step : new int[] {-1, 1, -2, 2}) {
      if (number + step >= 0) {
        String counted = String.format(Locale.ROOT, "%0" + (end - start) + "d", number + step);
        forms.add(password.substring(0, start) + counted);
      }
    }
  }

  private static String withoutEnd(String text) {
    int end = text.length();
    while (end > 0 && !Character.isLetter(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String withoutStart(String text) {
    int start = 0;
    while (start < text.length() && !Character.isLetter(text.charAt(start))) {
      start++;
    }
    return text.substring(start);
  }

  private static String withoutSigns(String text) {
    StringBuilder kept = new StringBuilder();
    text.chars().filter(Character::isLetterOrDigit).forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  private static String half(String text) {
    int half = text.length() / 2;
    return text.length() % 2 == 0 && text.startsWith(text.substring(half))
        ? text.substring(half)
        : text;
  }

  private static String capitalised(String text) {
    return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
