package io.flowshield.ml.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Numbers as the library that MiniLM was published with ("tokenizers" 0.23.3) gives them. */
@Tag("A6")
class WordPiecesTest {
  private static WordPieces pieces;

  @BeforeAll
  static void read() throws IOException {
    pieces = new WordPieces(SentenceEmbedder.vocabulary());
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("Hello, world!", "101 7592 1010 2088 999 102"),
        Arguments.of("Senior software engineer", "101 3026 4007 3992 102"),
        Arguments.of("unaffable", "101 14477 20961 3468 102"),
        Arguments.of("Müller & Söhne GmbH", "101 12304 1004 2061 7295 2063 18289 102"),
        Arguments.of("naïve café", "101 15743 7668 102"),
        Arguments.of(
            "BUY CHEAP V1AGRA NOW!!! http://spam.example/x?y=1",
            "101 4965 10036 1058 2487 8490 2527 2085 999 999 999 8299 1024 1013 1013 12403 2213"
                + " 1012 2742 1013 1060 1029 1061 1027 1015 102"),
        Arguments.of("東京大学", "101 1879 1755 1810 1817 102"),
        Arguments.of("Привет мир", "101 1194 16856 10325 25529 15290 22919 1191 10325 16856 102"),
        Arguments.of("don't stop", "101 2123 1005 1056 2644 102"),
        Arguments.of("a\u0301bc", "101 5925 102"),
        Arguments.of("  spaces\t and\nnewlines ", "101 7258 1998 2047 12735 102"),
        Arguments.of("xqzjvkwpq", "101 1060 4160 2480 3501 2615 2243 2860 2361 4160 102"),
        Arguments.of("😀 emoji", "101 100 7861 29147 2072 102"),
        Arguments.of(
            "C++/C# developer (remote)",
            "101 1039 1009 1009 1013 1039 1001 9722 1006 6556 1007 102"),
        Arguments.of("\u200bzero\u0000width", "101 5717 9148 11927 2232 102"),
        Arguments.of("1234567890", "101 13138 19961 2575 2581 2620 21057 102"),
        Arguments.of("İstanbul", "101 9960 102"),
        Arguments.of("straße", "101 2358 27807 102"),
        Arguments.of("½ price", "101 1092 3976 102"),
        Arguments.of("أهلا وسهلا", "101 1270 14157 23673 25573 1298 29824 14157 23673 25573 102"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void areThoseOfTheOriginal(String text, String expected) {
    assertThat(numbers(text, 64)).isEqualTo(expected);
  }

  @Test
  void aLongTextIsCutAndKeepsItsEnd() {
    assertThat(numbers("hello ".repeat(100), 6)).isEqualTo("101 7592 7592 7592 7592 102");
    assertThat(numbers("unaffable", 4)).isEqualTo("101 14477 20961 102");
    assertThat(numbers("x".repeat(101), 64)).isEqualTo("101 100 102");
    assertThat(numbers("", 64)).isEqualTo("101 102");
  }

  private static String numbers(String text, int most) {
    StringBuilder numbers = new StringBuilder();
    for (long id : pieces.ids(text, most)) {
      numbers.append(numbers.isEmpty() ? "" : " ").append(id);
    }
    return numbers.toString();
  }
}
