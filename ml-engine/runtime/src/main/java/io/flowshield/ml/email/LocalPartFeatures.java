package io.flowshield.ml.email;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A local part as numbers: its shape, and how its letters run compared with names and words. What
 * follows a {@code +} is left out, accents are taken off. Stateless and thread-safe.
 */
public final class LocalPartFeatures {
  /** The features in their order. */
  public static final List<String> NAMES =
      List.of(
          "letters",
          "digits",
          "separators",
          "tokens",
          "switches",
          "longest_digits",
          "leading_digits",
          "trailing_digits",
          "year",
          "vowel_share",
          "longest_consonants",
          "longest_vowels",
          "alternation",
          "distinct_share",
          "longest_token",
          "shortest_token",
          "name_surprise",
          "name_surprise_split",
          "name_surprise_worst",
          "name_surprise_peak",
          "language_surprise",
          "language_surprise_split",
          "word_surprise",
          "word_surprise_split",
          "name_minus_word",
          "name_cover",
          "word_cover",
          "name_longest",
          "word_longest",
          "name_over_pairs",
          "word_over_pairs",
          "pairs_surprise",
          "language_over_pairs",
          "rare_share",
          "word_rare_share");

  /** The longest local part that RFC 5321 allows. */
  static final int LONGEST = 64;

  private static final int NO_LETTER = 0;

  private LocalPartFeatures() {}

  /**
   * The numbers of a local part; null when it holds a script other than Latin, or fewer than three
   * letters and digits, of which nothing can be said.
   */
  public static float @Nullable [] of(String localPart, LocalPartTables tables) {
    String text = plain(localPart);
    int n = text.length();
    int[] letters = new int[n];
    int letterCount = 0;
    int digits = 0;
    for (int i = 0; i < n; i++) {
      char c = text.charAt(i);
      if (c >= 'a' && c <= 'z') {
        letters[i] = c - 'a' + 1;
        letterCount++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else if (c > 127) {
        return null;
      }
    }
    if (letterCount + digits < 3) {
      return null;
    }
    float[] values = new float[NAMES.size()];
    shape(text, letters, letterCount, digits, values);
    if (letterCount > 0) {
      language(letters, letterCount, tables, values);
    } else {
      java.util.Arrays.fill(values, 16, values.length, Float.NaN);
    }
    return values;
  }

  /** Lower case, without accents and without what follows a {@code +}; cut where it is too long. */
  static String plain(String localPart) {
    int plus = localPart.indexOf('+');
    String name = plus > 0 ? localPart.substring(0, plus) : localPart;
    name = name.substring(0, Math.min(name.length(), LONGEST)).toLowerCase(Locale.ROOT);
    boolean ascii = true;
    for (int i = 0; i < name.length() && ascii; i++) {
      ascii = name.charAt(i) < 128;
    }
    if (ascii) {
      return name;
    }
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFKD);
    StringBuilder plain = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); i++) {
      char c = decomposed.charAt(i);
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        switch (c) {
          case 'ß' -> plain.append("ss");
          case 'æ' -> plain.append("ae");
          case 'œ' -> plain.append("oe");
          case 'ø' -> plain.append('o');
          case 'đ', 'ð' -> plain.append('d');
          case 'ł' -> plain.append('l');
          case 'ı' -> plain.append('i');
          case 'þ' -> plain.append("th");
          case 'ħ' -> plain.append('h');
          case 'ə' -> plain.append('e');
          default -> plain.append(c);
        }
      }
    }
    return plain.substring(0, Math.min(plain.length(), LONGEST));
  }

  private static void shape(
      String text, int[] letters, int letterCount, int digits, float[] values) {
    int n = text.length();
    int separators = n - letterCount - digits;
    int switches = 0;
    int digitRun = 0;
    int longestDigits = 0;
    int leading = 0;
    int vowels = 0;
    int consonantRun = 0;
    int longestConsonants = 0;
    int vowelRun = 0;
    int longestVowels = 0;
    int pairs = 0;
    int alternating = 0;
    int seen = 0;
    int tokens = 0;
    int token = 0;
    int longestToken = 0;
    int shortestToken = LONGEST;
    for (int i = 0; i <= n; i++) {
      boolean letter = i < n && letters[i] != NO_LETTER;
      boolean digit = i < n && text.charAt(i) >= '0' && text.charAt(i) <= '9';
      if (letter) {
        token++;
        boolean vowel = isVowel(letters[i]);
        vowels += vowel ? 1 : 0;
        vowelRun = vowel ? vowelRun + 1 : 0;
        consonantRun = vowel ? 0 : consonantRun + 1;
        longestVowels = Math.max(longestVowels, vowelRun);
        longestConsonants = Math.max(longestConsonants, consonantRun);
        seen |= 1 << letters[i];
        if (i > 0 && letters[i - 1] != NO_LETTER) {
          pairs++;
          alternating += vowel != isVowel(letters[i - 1]) ? 1 : 0;
        }
      } else {
        if (token > 0) {
          tokens++;
          longestToken = Math.max(longestToken, token);
          shortestToken = Math.min(shortestToken, token);
        }
        token = 0;
        vowelRun = 0;
        consonantRun = 0;
      }
      if (digit) {
        digitRun++;
        longestDigits = Math.max(longestDigits, digitRun);
        leading += digitRun == i + 1 ? 1 : 0;
        switches += i > 0 && letters[i - 1] != NO_LETTER ? 1 : 0;
      } else {
        switches += letter && digitRun > 0 ? 1 : 0;
        if (i < n) {
          digitRun = 0;
        }
      }
    }
    values[0] = letterCount;
    values[1] = digits;
    values[2] = separators;
    values[3] = tokens;
    values[4] = switches;
    values[5] = longestDigits;
    values[6] = leading;
    values[7] = digitRun;
    values[8] = year(text, digitRun);
    values[9] = letterCount == 0 ? Float.NaN : (float) vowels / letterCount;
    values[10] = longestConsonants;
    values[11] = longestVowels;
    values[12] = pairs == 0 ? Float.NaN : (float) alternating / pairs;
    values[13] = letterCount == 0 ? Float.NaN : (float) Integer.bitCount(seen) / letterCount;
    values[14] = longestToken;
    values[15] = tokens == 0 ? 0 : shortestToken;
  }

  private static boolean isVowel(int letter) {
    return switch (letter) {
      case 1, 5, 9, 15, 21, 25 -> true;
      default -> false;
    };
  }

  /** 2 for digits at the end that are a year of somebody's life, 1 for two digits, else 0. */
  private static float year(String text, int trailing) {
    if (trailing == 2) {
      return 1;
    }
    if (trailing != 4) {
      return 0;
    }
    int year = Integer.parseInt(text, text.length() - 4, text.length(), 10);
    return year >= 1930 && year <= 2029 ? 2 : 0;
  }

  private static void language(
      int[] letters, int letterCount, LocalPartTables tables, float[] values) {
    int n = letters.length;
    int[] prefix = new int[n + 1];
    List<LetterModel> languages = tables.languages();
    double[] language = new double[languages.size()];
    double[] sums = new double[7];
    double worst = 0;
    double peak = 0;
    int nameCover = 0;
    int wordCover = 0;
    int nameRare = 0;
    int wordRare = 0;
    int symbols = 0;
    int[] longest = new int[2];
    int[] covered = new int[n + 1];
    int start = 0;
    while (start < n) {
      if (letters[start] == NO_LETTER) {
        start++;
        continue;
      }
      int end = endOfToken(letters, start);
      symbols += end - start + 1;
      double nameSplit = tables.names().surpriseOfTwo(letters, start, end, prefix);
      sums[0] += tables.names().surprise(letters, start, end);
      sums[1] += nameSplit;
      sums[2] += tables.words().surprise(letters, start, end);
      sums[3] += tables.words().surpriseOfTwo(letters, start, end, prefix);
      sums[4] += tables.namePairs().surpriseOfTwo(letters, start, end, prefix);
      sums[5] += tables.wordPairs().surpriseOfTwo(letters, start, end, prefix);
      worst = Math.max(worst, end - start < 3 ? 0 : nameSplit / (end - start + 1));
      peak = Math.max(peak, tables.names().peak(letters, start, end));
      nameRare += tables.names().rare(letters, start, end);
      wordRare += tables.words().rare(letters, start, end);
      for (int k = 0; k < language.length; k++) {
        language[k] += languages.get(k).surprise(letters, start, end);
      }
      nameCover += cover(tables.knownNames(), letters, start, end, covered, longest, 0);
      wordCover += cover(tables.knownWords(), letters, start, end, covered, longest, 1);
      start = end;
    }
    int best = 0;
    for (int k = 1; k < language.length; k++) {
      best = language[k] < language[best] ? k : best;
    }
    for (start = 0; start < n; start = Math.max(start + 1, endOfToken(letters, start))) {
      if (letters[start] != NO_LETTER) {
        sums[6] +=
            languages.get(best).surpriseOfTwo(letters, start, endOfToken(letters, start), prefix);
      }
    }
    values[16] = (float) (sums[0] / symbols);
    values[17] = (float) (sums[1] / symbols);
    values[18] = (float) worst;
    values[19] = (float) peak;
    values[20] = (float) (language[best] / symbols);
    values[21] = (float) (sums[6] / symbols);
    values[22] = (float) (sums[2] / symbols);
    values[23] = (float) (sums[3] / symbols);
    values[24] = (float) ((sums[1] - sums[3]) / symbols);
    values[25] = (float) nameCover / letterCount;
    values[26] = (float) wordCover / letterCount;
    values[27] = longest[0];
    values[28] = longest[1];
    values[29] = (float) (sums[1] - sums[4]);
    values[30] = (float) (sums[3] - sums[5]);
    values[31] = (float) (Math.min(sums[4], sums[5]) / symbols);
    values[32] = (float) (sums[6] - sums[4]);
    values[33] = (float) nameRare / letterCount;
    values[34] = (float) wordRare / letterCount;
  }

  private static int endOfToken(int[] letters, int start) {
    int end = start;
    while (end < letters.length && letters[end] != NO_LETTER) {
      end++;
    }
    return end;
  }

  /** How many of the letters known words can cover without overlap; notes the longest one. */
  private static int cover(
      WordSet words, int[] letters, int from, int to, int[] covered, int[] longest, int which) {
    int length = to - from;
    covered[length] = 0;
    for (int i = length - 1; i >= 0; i--) {
      covered[i] = covered[i + 1];
      int hash = 0;
      for (int k = i; k < length && k - i < WordSet.LONGEST; k++) {
        hash = WordSet.next(hash, letters[from + k]);
        int size = k - i + 1;
        if (size >= WordSet.SHORTEST
            && covered[k + 1] + size > covered[i]
            && words.contains(WordSet.finish(hash))) {
          covered[i] = covered[k + 1] + size;
          longest[which] = Math.max(longest[which], size);
        }
      }
    }
    return covered[0];
  }
}
