package io.flowshield.training.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.ibm.icu.text.SpoofChecker;
import io.flowshield.ml.email.LocalPartModel;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.text.Homoglyphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published model on addresses that anybody would judge alike, and what it was made with. */
@Tag("A6")
class LocalPartsTest {
  private static LocalPartModel model;
  private static JsonNode metadata;

  @BeforeAll
  static void load() throws Exception {
    ModelStore store = new ModelStore(Path.of("../../models"), ModelTrust.HASHES_ONLY);
    model = LocalPartModel.load(store);
    metadata = store.read(ModelGroup.NLP_MODELS, LocalPartModel.NAME).metadata();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "anna.schmidt",
        "anna.schmidt85",
        "j.smith1987",
        "mary-jane.watson",
        "jose.garcia",
        "m.kowalski",
        "nguyen.van.an",
        "giulia_rossi",
        "ahmed.hassan",
        "müller.jörg",
        "info"
      })
  void peoplesAddressesLookNatural(String localPart) {
    assertThat(model.generated(localPart)).isLessThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x7k2q9vb4m",
        "qwrtpaxkzv",
        "k3j4h5bvcxz",
        "zorbitask8123",
        "bluepanda48213",
        "vqxj.ztrw77"
      })
  void generatedOnesDoNot(String localPart) {
    assertThat(model.generated(localPart)).isGreaterThan(0.7);
  }

  @Test
  void anyTextHasAProbabilityOrNone() {
    for (String text : List.of("", "+", "....", "漢字", "x".repeat(10_000), "\u0000\uD800", "a1")) {
      double generated = model.generated(text);
      assertThat(Double.isNaN(generated) || (generated >= 0 && generated <= 1)).isTrue();
    }
  }

  @Test
  void whatIsEvaluatedWasNotTrainedOn() {
    JsonNode trained = metadata.path("locales");
    List<String> languages = new ArrayList<>();
    trained.forEach(locale -> languages.add(locale.asText().split("-", 2)[0]));
    assertThat(languages).contains("de", "ja").hasSizeGreaterThan(30);
    List<LocaleNames> held = LocaleNames.of(LocaleNames.Part.EVALUATION);
    assertThat(held).hasSizeGreaterThan(8);
    for (LocaleNames names : held) {
      assertThat(trained.toString()).doesNotContain('"' + names.locale() + '"');
      if (!names.locale().equals("en-NG")) {
        assertThat(languages).doesNotContain(names.language());
      }
    }
    assertThat(metadata.path("families").toString()).doesNotContain("RANDOM_TAIL");
  }

  @Test
  void anAreaUnderTheCurveIsTheShareOfPairsInOrder() {
    double[] people = {0, 1, 1, 2, 5};
    double[] programs = {1, 3, 5};
    double pairs = 0;
    for (double person : people) {
      for (double program : programs) {
        pairs += program > person ? 1 : program == person ? 0.5 : 0;
      }
    }
    assertThat(EmailEvaluation.auc(people, programs)).isCloseTo(pairs / 15, within(1e-12));
    assertThat(EmailEvaluation.auc(people, new double[0])).isNaN();
  }

  @Test
  void chainsOnlyMakeWhatTheirWordsAllow() {
    MarkovChain chain = new MarkovChain(List.of("abab", "ba"), 1);
    Chance chance = new Chance(4);
    for (int i = 0; i < 50; i++) {
      assertThat(chain.word(chance, 2, 8)).matches("(ab)*a?|(ba)*b?");
    }
  }

  @Test
  @Tag("A7")
  void everyLookAlikeIsOneOfUnicodesConfusables() {
    SpoofChecker checker = new SpoofChecker.Builder().build();
    assertThat(Homoglyphs.known()).hasSizeGreaterThan(100);
    Homoglyphs.known()
        .forEach(
            (letter, latin) ->
                assertThat(checker.getSkeleton(Character.toString(letter)))
                    .as(Character.toString(letter))
                    .isEqualTo(checker.getSkeleton(latin.toString())));
  }
}
