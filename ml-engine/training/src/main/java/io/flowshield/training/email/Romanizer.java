package io.flowshield.training.email;

import com.ibm.icu.text.Transliterator;
import java.util.Locale;

/**
 * Writes names of any script in the letters of mail addresses, by the rules of Unicode CLDR. Han
 * characters are read in Mandarin, also where the name is Japanese.
 */
final class Romanizer {
  private final Transliterator latin =
      Transliterator.getInstance("Any-Latin; Latin-ASCII; Any-Lower");

  /** Only {@code a} to {@code z}; empty when nothing is left. */
  String letters(String name) {
    return latin.transliterate(name).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }

  /** The same with the German way to write umlauts. */
  String german(String name) {
    return letters(
        name.toLowerCase(Locale.ROOT).replace("ä", "ae").replace("ö", "oe").replace("ü", "ue"));
  }
}
