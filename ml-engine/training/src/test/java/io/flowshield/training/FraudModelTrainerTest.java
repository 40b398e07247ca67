package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowshield.ml.SubModels;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.NativeLibraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FraudModelTrainerTest {
  private static final Splits SMALL =
      new Splits(
          new Split("train", 1, 8, false),
          new Split("validation", 2, 3, false),
          new Split("calibration", 3, 4, false),
          new Split("test", 4, 3, false));

  @BeforeAll
  static void load() {
    assertThat(NativeLibraries.load(null).status()).isEqualTo(NativeLibraries.Status.LOADED);
  }

  @Test
  void training_twice_publishes_the_same_bytes(@TempDir Path first, @TempDir Path second)
      throws Exception {
    for (Path folder : List.of(first, second)) {
      for (TrainedModel model : FraudModelTrainer.train(ModelSpec.all(SubModels.NONE), SMALL)) {
        FraudModelFiles.publish(model, new ModelPublisher(folder, "2026-01-01T00:00:00Z"));
      }
    }
    List<Path> files;
    try (Stream<Path> walk = Files.walk(first)) {
      files = walk.filter(Files::isRegularFile).map(first::relativize).sorted().toList();
    }
    assertThat(files).hasSize(10);
    for (Path file : files) {
      assertThat(ModelStore.sha256(Files.readAllBytes(second.resolve(file))))
          .as(file.toString())
          .isEqualTo(ModelStore.sha256(Files.readAllBytes(first.resolve(file))));
    }
  }
}
