package io.flowshield.ml.email;

import java.lang.Character.UnicodeScript;
import java.util.HashSet;
import java.util.Set;

/**
 * How well a local part agrees with the name that was given beside it. Accents do not matter, nor
 * the German way to write umlauts; nicknames are recognised by their beginning (Chris, Christina).
 */
public final class NameMatch {
  private static final int SHORTEST = 3;

  private NameMatch() {}

  /**
   * 1 when both names, or one and the other's initial, are in the local part; 0.7 for one name; 0.4
   * for the beginning of one (four letters at least) or both initials at its start; 0 for none. NaN
   * when there is no name, no letter, or the name is in a script that cannot be compared.
   */
  public static double agreement(String localPart, String firstName, String lastName) {
    String local = letters(LocalPartFeatures.plain(localPart));
    String first = letters(LocalPartFeatures.plain(firstName));
    String last = letters(LocalPartFeatures.plain(lastName));
    if (local.isEmpty() || (first.isEmpty() && last.isEmpty())) {
      return Double.NaN;
    }
    if (foreign(firstName) || foreign(lastName) || foreign(localPart)) {
      return Double.NaN;
    }
    double direct = compare(local, first, last);
    double german =
        compare(
            letters(LocalPartFeatures.plain(german(localPart))),
            letters(LocalPartFeatures.plain(german(firstName))),
            letters(LocalPartFeatures.plain(german(lastName))));
    return Math.max(direct, german);
  }

  private static double compare(String local, String first, String last) {
    boolean hasFirst = first.length() >= SHORTEST && local.contains(first);
    boolean hasLast = last.length() >= SHORTEST && local.contains(last);
    if (hasFirst && hasLast) {
      return 1;
    }
    if (hasFirst || hasLast) {
      String other = hasFirst ? last : first;
      String rest = local.replace(hasFirst ? first : last, "");
      boolean initial =
          !other.isEmpty() && rest.length() <= 2 && rest.indexOf(other.charAt(0)) >= 0;
      return initial ? 1 : 0.7;
    }
    if (begins(local, first) || begins(local, last)) {
      return 0.4;
    }
    boolean initials =
        !first.isEmpty()
            && !last.isEmpty()
            && local.length() <= 3
            && (local.startsWith("" + first.charAt(0) + last.charAt(0))
                || local.startsWith("" + last.charAt(0) + first.charAt(0)));
    return initials ? 0.4 : 0;
  }

  private static boolean begins(String local, String name) {
    return name.length() >= 4 && local.contains(name.substring(0, 4));
  }

  private static String german(String text) {
    return text.toLowerCase(java.util.Locale.ROOT)
        .replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue");
  }

  private static String letters(String text) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        letters.append(c);
      }
    }
    return letters.toString();
  }

  private static boolean foreign(String text) {
    Set<UnicodeScript> scripts = new HashSet<>();
    text.codePoints()
        .limit(255)
        .filter(Character::isLetter)
        .forEach(c -> scripts.add(UnicodeScript.of(c)));
    scripts.remove(UnicodeScript.LATIN);
    scripts.remove(UnicodeScript.COMMON);
    return !scripts.isEmpty();
  }
}
