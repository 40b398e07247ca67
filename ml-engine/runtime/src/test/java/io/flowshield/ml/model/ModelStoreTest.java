package io.flowshield.ml.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flowshield.ml.FallbackCause;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B1")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ModelStoreTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;
  private ModelStore store;

  @BeforeEach
  void open() {
    store = new ModelStore(root, ModelTrust.HASHES_ONLY);
  }

  private Path publish(ModelGroup group, int version, String weights) throws IOException {
    Path folder = root.resolve(group.folder()).resolve("taste/" + version);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("weights.bin"), weights);
    ObjectNode metadata = JSON.createObjectNode().put("data", "imagined");
    metadata
        .putObject("files")
        .put("weights.bin", ModelStore.sha256(weights.getBytes(StandardCharsets.UTF_8)));
    Files.write(folder.resolve(ModelStore.METADATA), JSON.writeValueAsBytes(metadata));
    return folder;
  }

  private String weights() throws ModelRefusedException {
    return new String(
        store.read(ModelGroup.NLP_MODELS, "taste").file("weights.bin"), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void reads_a_model_of_every_group_that_it_knows_nothing_of(ModelGroup group) throws Exception {
    publish(group, 3, "sour");
    StoredModel model = store.read(group, "taste");
    assertThat(model.name()).hasToString(group.folder() + "/taste");
    assertThat(model.version()).isEqualTo(3);
    assertThat(model.metadata().path("data").asText()).isEqualTo("imagined");
    assertThat(model.files()).containsExactly("weights.bin");
    assertThat(model.file("weights.bin")).asString().isEqualTo("sour");
    assertThat(model.sha256()).matches("[0-9a-f]{64}");
    assertThat(model.refused()).isEmpty();
    assertThatThrownBy(() -> model.file("taste.md")).hasMessageContaining("has no file taste.md");
  }

  @Test
  void the_last_good_version_stays_when_a_newer_one_is_damaged() throws Exception {
    publish(ModelGroup.NLP_MODELS, 9, "good");
    Files.writeString(publish(ModelGroup.NLP_MODELS, 10, "bad").resolve("weights.bin"), "worse");
    StoredModel model = store.read(ModelGroup.NLP_MODELS, "taste");
    assertThat(model.version()).isEqualTo(9);
    assertThat(model.refused()).hasSize(1);
    assertThat(model.refused().get(0)).startsWith("MODEL_DAMAGED").contains("10", "weights.bin");
  }

  @Test
  void the_last_good_version_stays_when_the_loader_refuses_a_newer_one() throws Exception {
    publish(ModelGroup.NLP_MODELS, 1, "good");
    publish(ModelGroup.NLP_MODELS, 2, "new");
    int loaded =
        store.read(
            ModelGroup.NLP_MODELS,
            "taste",
            model -> {
              if (model.version() == 2) {
                throw model.refusal(FallbackCause.SCHEMA_MISMATCH, "too new");
              }
              return model.version();
            });
    assertThat(loaded).isEqualTo(1);
  }

  @Test
  void says_why_the_newest_was_refused_when_none_is_left() throws Exception {
    Files.delete(publish(ModelGroup.NLP_MODELS, 1, "old").resolve(ModelStore.METADATA));
    Files.delete(publish(ModelGroup.NLP_MODELS, 2, "new").resolve("weights.bin"));
    assertThatThrownBy(this::weights)
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("weights.bin is missing")
        .extracting(e -> ((ModelRefusedException) e).reason())
        .isEqualTo(FallbackCause.MODEL_DAMAGED);
  }

  @Test
  void a_model_that_nobody_published_is_missing() {
    assertThatThrownBy(this::weights)
        .isInstanceOf(ModelRefusedException.class)
        .extracting(e -> ((ModelRefusedException) e).reason())
        .isEqualTo(FallbackCause.MODEL_MISSING);
  }

  @Test
  void what_is_not_listed_does_not_exist() throws Exception {
    Files.writeString(publish(ModelGroup.NLP_MODELS, 1, "good").resolve("more.bin"), "more");
    assertThat(store.read(ModelGroup.NLP_MODELS, "taste").files()).containsExactly("weights.bin");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret",
        "/etc/passwd",
        "a/b",
        "..",
        "",
        "a\\b",
        "metadata.json",
        "metadata.sig"
      })
  void a_listed_file_cannot_lead_elsewhere(String file) throws Exception {
    Path folder = publish(ModelGroup.NLP_MODELS, 1, "good");
    Files.writeString(folder.resolve("../secret"), "secret");
    ObjectNode metadata = JSON.createObjectNode();
    metadata
        .putObject("files")
        .put(file, ModelStore.sha256("secret".getBytes(StandardCharsets.UTF_8)));
    Files.write(folder.resolve(ModelStore.METADATA), JSON.writeValueAsBytes(metadata));
    assertThatThrownBy(this::weights).hasMessageContaining("name that is not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../taste", "Taste", "", "taste/1", "täste"})
  void a_name_cannot_lead_elsewhere(String name) {
    assertThatThrownBy(() -> store.read(ModelGroup.NLP_MODELS, name))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
