package io.flowshield.ml.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("A6")
class LocalPartFeaturesTest {
  private static final LetterModel FLAT3 = new LetterModel(new byte[LetterModel.cells(3)], 3);
  private static final LetterModel FLAT1 = new LetterModel(new byte[LetterModel.cells(1)], 1);
  private static final LocalPartTables TABLES =
      new LocalPartTables(
          FLAT3,
          List.of(FLAT1),
          FLAT3,
          FLAT1,
          FLAT1,
          WordSet.of(List.of("anna", "schmidt", "nas")),
          WordSet.of(List.of("sun")));

  private static float value(String localPart, String feature) {
    float[] values = Objects.requireNonNull(LocalPartFeatures.of(localPart, TABLES), localPart);
    assertThat(values).hasSameSizeAs(LocalPartFeatures.NAMES.toArray());
    return values[LocalPartFeatures.NAMES.indexOf(feature)];
  }

  @ParameterizedTest
  @CsvSource({
    "anna.schmidt85, letters, 11",
    "anna.schmidt85, digits, 2",
    "anna.schmidt85, separators, 1",
    "anna.schmidt85, tokens, 2",
    "anna.schmidt85, trailing_digits, 2",
    "anna.schmidt85, year, 1",
    "anna1985, year, 2",
    "anna1885, year, 0",
    "anna.schmidt85, longest_token, 7",
    "anna.schmidt85, shortest_token, 4",
    "anna.schmidt, longest_consonants, 4",
    "a1b2c3, switches, 5",
    "1a2, leading_digits, 1",
    "annaschmidt, name_cover, 1",
    "annaxschmidt, name_cover, 0.91666",
    "annaschmidt, name_longest, 7",
    "sunny, word_cover, 0.6",
    "banana, alternation, 1",
    "banana, vowel_share, 0.5",
    "banana, distinct_share, 0.5"
  })
  void shapesAndKnownWordsAreCounted(String localPart, String feature, float expected) {
    assertThat(value(localPart, feature)).isCloseTo(expected, within(1e-4f));
  }

  @Test
  void accentsCapitalsAndTagsDoNotMatter() {
    float[] plain = LocalPartFeatures.of("joergmueller", TABLES);
    assertThat(LocalPartFeatures.plain("Łukasz.ßØ+shop")).isEqualTo("lukasz.sso");
    assertThat(LocalPartFeatures.of("JOERGMUELLER+news", TABLES)).isEqualTo(plain);
    assertThat(LocalPartFeatures.of("annä", TABLES))
        .isEqualTo(LocalPartFeatures.of("anna", TABLES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "..", "анна", "田中太郎", "anna_мария"})
  void nothingIsSaidOfOtherScriptsAndOfNearlyNothing(String localPart) {
    assertThat(LocalPartFeatures.of(localPart, TABLES)).isNull();
  }

  @Test
  void aHugeLocalPartIsCut() {
    assertThat(value("x9".repeat(100_000), "letters")).isEqualTo(32);
    assertThat(value("7".repeat(100_000), "name_surprise")).isNaN();
  }

  @Test
  void tablesSurviveBeingWritten() throws Exception {
    LocalPartTables read = LocalPartModel.tables(LocalPartModel.bytes(TABLES));
    for (String localPart : List.of("anna.schmidt85", "sunny", "x")) {
      assertThat(LocalPartFeatures.of(localPart, read))
          .isEqualTo(LocalPartFeatures.of(localPart, TABLES));
    }
    byte[] bytes = LocalPartModel.bytes(TABLES);
    for (int length : new int[] {bytes.length - 1, bytes.length + 1, 3}) {
      assertThatThrownBy(() -> LocalPartModel.tables(Arrays.copyOf(bytes, length)))
          .isInstanceOf(IOException.class);
    }
  }
}
