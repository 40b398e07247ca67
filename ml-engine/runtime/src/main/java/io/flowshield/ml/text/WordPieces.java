package io.flowshield.ml.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts text into the pieces of a vocabulary, as BERT's uncased tokenizer does (Devlin et al. 2019;
 * Wu et al. 2016): without accents and capitals, punctuation and Han characters stand alone, and of
 * each word the longest known beginning is taken again and again.
 */
final class WordPieces {
  private static final int LONGEST_WORD = 100;

  private final Map<String, Integer> vocabulary;
  private final int unknown;
  private final int begin;
  private final int end;

  /**
   * @throws IllegalArgumentException when one of BERT's special pieces is missing
   */
  WordPieces(Map<String, Integer> vocabulary) {
    this.vocabulary = Map.copyOf(vocabulary);
    this.unknown = special("[UNK]");
    this.begin = special("[CLS]");
    this.end = special("[SEP]");
  }

  private int special(String piece) {
    Integer id = vocabulary.get(piece);
    if (id == null) {
      throw new IllegalArgumentException("A vocabulary without " + piece);
    }
    return id;
  }

  /**
   * The pieces' numbers, between those for beginning and end.
   *
   * @param most how many numbers at most; the rest of the text is left out
   */
  long[] ids(String text, int most) {
    long[] ids = new long[most];
    ids[0] = begin;
    int count = 1;
    String plain = plain(text);
    int from = 0;
    while (from < plain.length() && count < most - 1) {
      int c = plain.codePointAt(from);
      if (c == ' ') {
        from++;
        continue;
      }
      int to = from + Character.charCount(c);
      if (!standsAlone(c)) {
        while (to < plain.length()
            && plain.charAt(to) != ' '
            && !standsAlone(plain.codePointAt(to))) {
          to += Character.charCount(plain.codePointAt(to));
        }
      }
      count = pieces(plain.substring(from, to), ids, count, most - 1);
      from = to;
    }
    ids[count++] = end;
    return Arrays.copyOf(ids, count);
  }

  private int pieces(String word, long[] ids, int start, int most) {
    if (word.codePointCount(0, word.length()) > LONGEST_WORD) {
      ids[start] = unknown;
      return start + 1;
    }
    int count = start;
    int from = 0;
    long[] found = new long[word.length()];
    int pieces = 0;
    while (from < word.length()) {
      int to = word.length();
      Integer id = piece(word, from, to);
      while (id == null && to > from + 1) {
        to--;
        id = piece(word, from, to);
      }
      if (id == null) {
        ids[start] = unknown;
        return start + 1;
      }
      found[pieces++] = id;
      from = to;
    }
    for (int i = 0; i < pieces && count < most; i++) {
      ids[count++] = found[i];
    }
    return count;
  }

  private @Nullable Integer piece(String word, int from, int to) {
    return vocabulary.get((from == 0 ? "" : "##") + word.substring(from, to));
  }

  private static String plain(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isSpace(c)) {
                clean.append(' ');
              } else if (c != 0xFFFD && !isControl(c)) {
                clean.appendCodePoint(c);
              }
            });
    String decomposed = Normalizer.normalize(clean, Normalizer.Form.NFD);
    StringBuilder plain = new StringBuilder(decomposed.length());
    decomposed
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .map(Character::toLowerCase)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean isSpace(int c) {
    return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static boolean standsAlone(int c) {
    return isPunctuation(c) || isHan(c);
  }

  private static boolean isPunctuation(int c) {
    if (c < 128) {
      return c > 32 && c < 127 && !Character.isLetterOrDigit(c);
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks of Han characters that BERT sets apart. */
  private static boolean isHan(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }
}
