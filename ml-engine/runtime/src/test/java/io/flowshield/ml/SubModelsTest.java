package io.flowshield.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import io.flowshield.ml.password.PasswordAssessment;
import io.flowshield.ml.password.PasswordContext;
import io.flowshield.ml.password.PasswordModel;
import io.flowshield.ml.password.breach.BreachFilterBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published password model with the list of an administrator, and without. */
@Tag("A5")
class SubModelsTest {
  @TempDir Path folder;

  private static PasswordModel loaded(SubModels models) {
    models.load(new ModelStore(Path.of("..", "..", "models"), ModelTrust.HASHES_ONLY));
    return Objects.requireNonNull(models.password());
  }

  private static boolean breached(PasswordModel model, String password) {
    return model.assess(password, PasswordContext.NONE).breached();
  }

  @Test
  void shortListIsInside() {
    PasswordModel model = loaded(new SubModels());

    assertThat(breached(model, "letmein")).isTrue();
    assertThat(breached(model, "Xq7#vLm2rT9w")).isFalse();
    assertThat(model.version()).isOne();
    assertThat(model.sha256()).hasSize(64);
  }

  @Test
  void administratorsListTakesItsPlace() throws IOException {
    Path list = folder.resolve("list");
    Files.writeString(list, "Xq7#vLm2rT9w\n");
    BreachFilterBuilder.build(list, folder.resolve("filter"), 1e-6);
    PasswordModel model = loaded(new SubModels(folder.resolve("filter")));

    assertThat(breached(model, "Xq7#vLm2rT9w")).isTrue();
    assertThat(breached(model, "letmein")).isFalse();
  }

  @Test
  void damagedListLeavesTheShortOne() throws IOException {
    Files.writeString(folder.resolve("filter"), "no filter");

    assertThat(breached(loaded(new SubModels(folder.resolve("filter"))), "letmein")).isTrue();
  }

  @Test
  void peoplesPasswordsTakeFewerGuessesThanRandomOnes() {
    PasswordModel model = loaded(new SubModels());

    for (String[] pair :
        new String[][] {
          {"bearboon", "xqjwzvkp"}, {"dakotah7", "qzvjxkw7"}, {"tankman", "vqxjzwk"}
        }) {
      assertThat(model.assess(pair[0], PasswordContext.NONE).log10Guesses())
          .as(pair[0])
          .isLessThan(model.assess(pair[1], PasswordContext.NONE).log10Guesses());
    }
  }

  @Test
  @Tag("C4")
  void withoutAPublishedModelZxcvbnJudgesAloneAndKnowsTheAdministratorsList() throws IOException {
    Path list = folder.resolve("list");
    Files.writeString(list, "Xq7#vLm2rT9w\n");
    BreachFilterBuilder.build(list, folder.resolve("filter"), 1e-6);
    SubModels models = new SubModels(folder.resolve("filter"));
    assertThat(models.passwordAtHand()).isNull();
    models.load(new ModelStore(folder, ModelTrust.HASHES_ONLY));

    assertThat(models.password()).isNull();
    PasswordModel plain = Objects.requireNonNull(models.passwordAtHand());
    assertThat(models.passwordOrPlain()).isSameAs(plain);
    PasswordAssessment weak = plain.assess("dragon12", PasswordContext.NONE);
    assertThat(weak.log10Guesses()).isEqualTo(weak.zxcvbnLog10Guesses()).isBetween(1.0, 6.0);
    assertThat(weak.modelLog10Guesses()).isNaN();
    assertThat(plain.isLeaked("Xq7#vLm2rT9w")).isTrue();
    assertThat(plain.isLeaked("letmein")).isFalse();
  }
}
