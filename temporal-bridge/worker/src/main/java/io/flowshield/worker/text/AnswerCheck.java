package io.flowshield.worker.text;

import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model's answer must be like before a person reads it. It lists what may be in it, not what
 * may not: letters of the one language, spaces, and the marks of plain prose. So there are no
 * links, addresses, numbers, markup, control characters, changes of direction or letters of other
 * scripts that look alike.
 */
final class AnswerCheck {
  /** Least and most characters. */
  static final int LEAST = 40;

  static final int MOST = 400;

  private static final String MARKS = ".,;:!?'’()„“”«»–—-…\u00a0\u202f";

  /** A full stop that ends no sentence: the name of a host, a file or an abbreviation. */
  private static final Pattern NAME_WITH_DOT = Pattern.compile("\\p{L}[.…:]\\p{L}");

  private static final Pattern WORD = Pattern.compile("\\p{L}+");

  /** Words of links, and of models that talk about themselves. */
  private static final List<String> FOREIGN =
      List.of("http", "www", "chatbot", "prompt", "sorry", "dot", "punto", "punkt");

  /** Share of frequent words in texts of a language: about a half; in other languages far less. */
  private static final double LEAST_SHARE = 0.15;

  /** What is wrong with an answer. */
  enum Flaw {
    LENGTH,
    LINES,
    CHARACTERS,
    LINK,
    DEMAND,
    LANGUAGE,
    UNFINISHED
  }

  private AnswerCheck() {}

  /** The text as it may be shown: composed letters, no white space around it. */
  static String tidy(String answer) {
    return Normalizer.normalize(answer, Normalizer.Form.NFC).strip();
  }

  /**
   * Looks at a tidy text.
   *
   * @return empty when there is nothing wrong with it
   */
  static Optional<Flaw> flaw(String text, Prompt prompt) {
    if (text.length() < LEAST || text.length() > MOST) {
      return Optional.of(Flaw.LENGTH);
    }
    if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
      return Optional.of(Flaw.LINES);
    }
    Language language = prompt.language();
    String lower = language.lowerCase(text);
    if (!lower.codePoints().allMatch(point -> isProse(point, language))) {
      return Optional.of(Flaw.CHARACTERS);
    }
    if (NAME_WITH_DOT.matcher(lower).find()) {
      return Optional.of(Flaw.LINK);
    }
    if (".!?".indexOf(text.charAt(text.length() - 1)) < 0) {
      return Optional.of(Flaw.UNFINISHED);
    }
    return words(lower, prompt);
  }

  private static Optional<Flaw> words(String lower, Prompt prompt) {
    Language language = prompt.language();
    int[] frequent = new int[Language.values().length];
    int words = 0;
    for (Matcher found = WORD.matcher(lower); found.find(); words++) {
      String word = found.group();
      if (FOREIGN.contains(word)) {
        return Optional.of(Flaw.LINK);
      }
      // An administrator reads of weak passwords and open proxies.
      if (prompt.purpose() != Prompt.Purpose.REVIEW && language.isDemand(word)) {
        return Optional.of(Flaw.DEMAND);
      }
      for (Language candidate : Language.values()) {
        if (candidate.isFrequent(word)) {
          frequent[candidate.ordinal()]++;
        }
      }
    }
    int own = frequent[language.ordinal()];
    for (Language candidate : Language.values()) {
      if (candidate != language && frequent[candidate.ordinal()] >= own) {
        return Optional.of(Flaw.LANGUAGE);
      }
    }
    return own < LEAST_SHARE * words ? Optional.of(Flaw.LANGUAGE) : Optional.empty();
  }

  private static boolean isProse(int point, Language language) {
    return point == ' ' || language.hasLetter(point) || MARKS.indexOf(point) >= 0;
  }
}
