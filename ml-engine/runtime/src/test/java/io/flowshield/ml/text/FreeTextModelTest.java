package io.flowshield.ml.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A6")
class FreeTextModelTest {

  @Test
  void theWorstTextCounts() {
    FreeTextModel model =
        new FreeTextModel(
            text -> new float[] {text.startsWith("buy") ? 1 : -1}, new float[] {2}, 0);
    assertThat(model.spam(List.of("gardener", "buy now"))).isCloseTo(0.8808, within(1e-4));
    assertThat(model.spam(List.of("gardener"))).isCloseTo(0.1192, within(1e-4));
  }

  @Test
  void withoutATextOrAnEmbedderNothingIsSaid() {
    FreeTextModel model = new FreeTextModel(text -> null, new float[] {2}, 0);
    assertThat(model.spam(List.of("gardener"))).isNaN();
    assertThat(model.spam(List.of())).isNaN();
    assertThat(new FreeTextModel(text -> new float[] {1}, new float[] {2}, 0).spam(List.of("a1")))
        .isNaN();
  }

  @Test
  void sentencesOfOneMeaningLieCloseTogether() throws Exception {
    SentenceEmbedder embedder = SentenceEmbedder.shared();
    assertThat(embedder.await(120)).isTrue();
    float[] engineer = Objects.requireNonNull(embedder.embed("Senior software engineer"));
    float[] developer = Objects.requireNonNull(embedder.embed("Software developer"));
    float[] pills = Objects.requireNonNull(embedder.embed("Cheap viagra online, buy now"));
    assertThat(engineer).hasSize(SentenceEmbedder.DIMENSIONS);
    assertThat(product(engineer, engineer)).isCloseTo(1, within(1e-4));
    // 0.705 and -0.019 on x86_64; eight-bit rounding differs a little between processors.
    assertThat(product(engineer, developer)).isCloseTo(0.70, within(0.05));
    assertThat(product(engineer, pills)).isCloseTo(-0.02, within(0.07));
  }

  private static double product(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
