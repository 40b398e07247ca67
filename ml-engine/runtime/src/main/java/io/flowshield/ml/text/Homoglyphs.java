package io.flowshield.ml.text;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Letters of other scripts that look like Latin ones. A small part of the confusables of Unicode
 * Technical Standard 39: Greek, Cyrillic, Armenian, Cherokee and Lisu, the scripts that imitations
 * of Latin text are made of.
 */
public final class Homoglyphs {
  /** Each letter followed by the Latin one that it looks like. */
  private static final String PAIRS =
      "ΑA ΒB ΕE ΖZ ΗH ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa γy ιi νv οo ρp σo υu "
          + "ЅS ЈJ АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ҮY ԌG ԚQ ԜW аa гr еe оo рp сc "
          + "уy хx ѕs іi јj үy һh ӏl ԁd ԛq ԝw "
          + "ՍU ՏS ՕO աw զq գq հh յj ոn ռn սu ցg ւi օo "
          + "ᎠD ᎡR ᎢT ᎪA ᎫJ ᎬE ᎳW ᎷM ᎻH ᎽY ᏃZ ᏕS ᏙV ᏞL ᏟC ᏢP ᏦK ᏴB "
          + "ꓐB ꓑP ꓓD ꓔT ꓖG ꓗK ꓙJ ꓚC ꓜZ ꓝF ꓟM ꓠN ꓡL ꓢS ꓣR ꓦV ꓧH ꓪW ꓫX ꓬY ꓮA ꓰE ꓳO ꓴU ";

  private static final Map<Integer, Character> LATIN = new HashMap<>();

  static {
    for (String pair : PAIRS.trim().split(" ", -1)) {
      LATIN.put(pair.codePointAt(0), pair.charAt(pair.length() - 1));
    }
  }

  private Homoglyphs() {}

  /** The letters that are known here, each with the Latin one that it looks like. */
  public static Map<Integer, Character> known() {
    return Map.copyOf(LATIN);
  }

  /** The text with every known look-alike replaced by the Latin letter. */
  public static String latin(String text) {
    StringBuilder latin = new StringBuilder(text.length());
    text.codePoints()
        .limit(Scripts.LONGEST)
        .forEach(
            c -> {
              Character letter = LATIN.get(c);
              latin.appendCodePoint(letter == null ? c : letter);
            });
    return latin.toString();
  }

  /** Whether a word of Latin letters hides letters of another script that look Latin. */
  public static boolean hidden(String text) {
    for (String word : Scripts.words(text)) {
      Set<UnicodeScript> scripts = Scripts.of(word);
      if (scripts.size() > 1
          && scripts.contains(UnicodeScript.LATIN)
          && Scripts.of(latin(word)).equals(Set.of(UnicodeScript.LATIN))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a word of at least four letters is written in another script throughout and looks Latin
   * throughout. A name in Cyrillic may do so by chance; a domain or a user name that is Latin
   * otherwise does not.
   */
  public static boolean imitated(String text) {
    for (String word : Scripts.words(text)) {
      if (word.codePointCount(0, word.length()) >= 4
          && !Scripts.of(word).contains(UnicodeScript.LATIN)
          && Scripts.of(latin(word)).equals(Set.of(UnicodeScript.LATIN))) {
        return true;
      }
    }
    return false;
  }
}
