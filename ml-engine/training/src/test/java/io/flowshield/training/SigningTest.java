package io.flowshield.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.protection.TrustedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From publishing to a server that takes it, by somebody without the project's private key. */
@Tag("B2")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SigningTest {
  private static final Path PUBLISHED = Path.of("..", "..", "models");
  private static final String DATE = "2026-01-01T00:00:00Z";

  @TempDir Path models;
  @TempDir Path home;
  private Path publicKeys;

  @BeforeEach
  void publish() throws IOException {
    publicKeys = home.resolve("models-trusted-keys.json");
    publish("first");
  }

  private Path publish(String weights) throws IOException {
    return new ModelPublisher(models, DATE)
        .publish(
            ModelGroup.NLP_MODELS,
            "taste",
            1,
            Map.of("weights.bin", weights.getBytes(StandardCharsets.UTF_8)),
            Map.of("data", "imagined"),
            "# Model card: taste 1\n");
  }

  private String sign() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Signing.sign(
        models,
        home.resolve("models-signing-key.json"),
        publicKeys,
        new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private ModelStore server(String trustedKeys) {
    return new ModelStore(models, TrustedKeys.of(trustedKeys));
  }

  @Test
  void a_server_takes_what_anybody_trained_once_it_is_told_to() throws Exception {
    String said = sign();
    assertThat(said).contains("signed nlp_models/taste/1", "--trusted-keys=" + publicKeys);
    assertThatThrownBy(() -> server("").read(ModelGroup.NLP_MODELS, "taste"))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("nobody whom this server trusts");
    assertThat(server(publicKeys.toString()).read(ModelGroup.NLP_MODELS, "taste").metadata())
        .hasToString(
            "{\"group\":\"nlp_models\",\"name\":\"taste\",\"version\":1,\"date\":\""
                + DATE
                + "\",\"command\":\"./mvnw -Ptrain\",\"data\":\"imagined\",\"files\":"
                + "{\"MODEL_CARD.md\":\""
                + ModelStore.sha256("# Model card: taste 1\n".getBytes(StandardCharsets.UTF_8))
                + "\",\"weights.bin\":\""
                + ModelStore.sha256("first".getBytes(StandardCharsets.UTF_8))
                + "\"}}");
  }

  @Test
  void a_key_is_made_once() throws Exception {
    sign();
    byte[] key = Files.readAllBytes(home.resolve("models-signing-key.json"));
    publish("second");
    assertThat(sign()).contains("signed nlp_models/taste/1");
    assertThat(sign()).doesNotContain("signed nlp_models");
    assertThat(Files.readAllBytes(home.resolve("models-signing-key.json"))).isEqualTo(key);
    assertThat(
            server(publicKeys.toString()).read(ModelGroup.NLP_MODELS, "taste").file("weights.bin"))
        .asString()
        .isEqualTo("second");
  }

  @Test
  void publishing_anew_leaves_no_old_file_and_no_old_signature() throws Exception {
    Path folder = publish("first");
    Files.writeString(folder.resolve("old.bin"), "old");
    sign();
    publish("second");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("weights.bin", "MODEL_CARD.md", "metadata.json");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../weights", "a/b", "metadata.json", "metadata.sig", ""})
  void a_file_cannot_be_published_elsewhere(String file) {
    assertThatThrownBy(
            () ->
                new ModelPublisher(models, DATE)
                    .publish(
                        ModelGroup.NLP_MODELS, "taste", 2, Map.of(file, new byte[1]), Map.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(models.resolve("nlp_models/taste/2")).doesNotExist();
  }

  @Test
  void a_fresh_clone_trusts_every_model_in_it() throws IOException {
    ModelStore store = new ModelStore(PUBLISHED, TrustedKeys.of(null));
    Map<String, String> refused = new TreeMap<>();
    List<String> good = new ArrayList<>();
    for (ModelGroup group : ModelGroup.values()) {
      Path folder = PUBLISHED.resolve(group.folder());
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (Stream<Path> names = Files.list(folder)) {
        for (Path name : names.filter(Files::isDirectory).toList()) {
          try {
            good.add(store.read(group, name.getFileName().toString()).toString());
          } catch (ModelRefusedException e) {
            refused.put(name.getFileName().toString(), e.getMessage());
          }
        }
      }
    }
    assertThat(refused).as("./mvnw -Ptrain -Dflowshield.only=sign signs; docs/models.md").isEmpty();
    assertThat(good).isNotEmpty();
  }
}
