package io.flowshield.ml.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which scripts a text is written in, and whether a word mixes scripts that no writing system mixes
 * (Unicode Technical Standard 39, "highly restrictive": one script; or Latin with the scripts of
 * Chinese, Japanese or Korean).
 */
public final class Scripts {
  /** Longer texts are judged by their beginning. */
  static final int LONGEST = 1000;

  private static final List<Set<UnicodeScript>> TOGETHER =
      List.of(
          EnumSet.of(
              UnicodeScript.LATIN,
              UnicodeScript.HAN,
              UnicodeScript.HIRAGANA,
              UnicodeScript.KATAKANA),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.BOPOMOFO),
          EnumSet.of(UnicodeScript.LATIN, UnicodeScript.HAN, UnicodeScript.HANGUL));

  private Scripts() {}

  /** The scripts of a text's letters; marks and signs that all scripts share are left out. */
  public static Set<UnicodeScript> of(String text) {
    EnumSet<UnicodeScript> scripts = EnumSet.noneOf(UnicodeScript.class);
    text.codePoints()
        .limit(LONGEST)
        .filter(Character::isLetter)
        .mapToObj(UnicodeScript::of)
        .filter(Scripts::isOwn)
        .forEach(scripts::add);
    return scripts;
  }

  /** Whether one of the words mixes scripts. */
  public static boolean mixed(String text) {
    for (String word : words(text)) {
      Set<UnicodeScript> scripts = of(word);
      if (scripts.size() > 1 && TOGETHER.stream().noneMatch(all -> all.containsAll(scripts))) {
        return true;
      }
    }
    return false;
  }

  /** Runs of letters with the marks on them. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (Character.isLetter(c) || isMark(c)) {
                word.appendCodePoint(c);
              } else if (!word.isEmpty()) {
                words.add(word.toString());
                word.setLength(0);
              }
            });
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isOwn(UnicodeScript script) {
    return script != UnicodeScript.COMMON
        && script != UnicodeScript.INHERITED
        && script != UnicodeScript.UNKNOWN;
  }
}
