package io.flowshield.ml.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelName;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("B2")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SignaturesTest {
  private static final ModelSigner SIGNER = ModelSigner.create();
  private static final ModelSigner STRANGER = ModelSigner.create();

  @TempDir Path models;
  private ModelStore store;

  @BeforeEach
  void publish() throws Exception {
    SmallModel.publish(models, "taste", 1, "good");
    SIGNER.signAll(models, SIGNER.trust(), ModelCipher.NO_KEY);
    store = new ModelStore(models, SIGNER.trust());
  }

  private int version() throws ModelRefusedException {
    return store.read(ModelGroup.NLP_MODELS, "taste").version();
  }

  private void assertRefused(FallbackCause cause, String why) {
    assertThatThrownBy(this::version)
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining(why)
        .extracting(e -> ((ModelRefusedException) e).reason())
        .isEqualTo(cause);
  }

  @Test
  void a_model_signed_by_somebody_trusted_is_read() throws Exception {
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void an_unsigned_model_is_refused_and_the_last_good_one_stays() throws Exception {
    SmallModel.publish(models, "taste", 2, "unsigned");
    assertThat(version()).isEqualTo(1);
    assertThat(store.read(ModelGroup.NLP_MODELS, "taste").refused())
        .singleElement()
        .asString()
        .startsWith("MODEL_UNTRUSTED")
        .contains("it is not signed");
  }

  @Test
  void a_model_of_a_stranger_is_refused() throws Exception {
    Files.delete(models.resolve("nlp_models/taste/1/metadata.sig"));
    STRANGER.signAll(models, STRANGER.trust(), ModelCipher.NO_KEY);
    assertRefused(FallbackCause.MODEL_UNTRUSTED, "nobody whom this server trusts");
    assertThat(new ModelStore(models, STRANGER.trust()).read(ModelGroup.NLP_MODELS, "taste"))
        .isNotNull();
  }

  @Test
  void whoever_changes_a_file_and_its_hash_needs_the_key_too() throws Exception {
    SmallModel.publish(models, "taste", 1, "tampered");
    assertThat(new ModelStore(models, ModelTrust.HASHES_ONLY).read(ModelGroup.NLP_MODELS, "taste"))
        .isNotNull();
    assertRefused(FallbackCause.MODEL_UNTRUSTED, "was changed since");
  }

  @Test
  void a_changed_file_is_refused_although_its_metadata_is_signed() throws Exception {
    Files.writeString(models.resolve("nlp_models/taste/1/weights.bin"), "tampered");
    assertRefused(FallbackCause.MODEL_DAMAGED, "weights.bin has the SHA-256");
  }

  @Test
  void a_damaged_signature_is_refused() throws Exception {
    Files.writeString(models.resolve("nlp_models/taste/1/metadata.sig"), "no base64!");
    assertRefused(FallbackCause.MODEL_UNTRUSTED, "signature is damaged");
  }

  @Test
  void an_old_version_cannot_be_passed_off_as_a_new_one() throws Exception {
    Path family = models.resolve("nlp_models/taste");
    Files.move(family.resolve("1"), family.resolve("2"));
    assertRefused(FallbackCause.MODEL_UNTRUSTED, "was changed since");
  }

  @Test
  void one_model_cannot_be_passed_off_as_another() throws Exception {
    Files.move(models.resolve("nlp_models/taste"), models.resolve("nlp_models/smell"));
    assertThatThrownBy(() -> store.read(ModelGroup.NLP_MODELS, "smell"))
        .hasMessageContaining("was changed since");
  }

  @Test
  void signing_leaves_alone_what_somebody_trusted_has_signed() throws Exception {
    assertThat(STRANGER.signAll(models, SIGNER.trust(), ModelCipher.NO_KEY)).isEmpty();
    SmallModel.publish(models, "taste", 2, "new");
    assertThat(STRANGER.signAll(models, SIGNER.trust(), ModelCipher.NO_KEY))
        .containsExactly("nlp_models/taste/2");
  }

  @Test
  void what_is_damaged_is_never_signed() throws Exception {
    Files.writeString(SmallModel.publish(models, "taste", 2, "new").resolve("weights.bin"), "old");
    assertThatThrownBy(() -> SIGNER.signAll(models, SIGNER.trust(), ModelCipher.NO_KEY))
        .isInstanceOf(ModelRefusedException.class);
  }

  @Test
  void signing_twice_gives_the_same_bytes() {
    byte[] metadata = "{}".getBytes(StandardCharsets.UTF_8);
    assertThat(SIGNER.sign("a/b/1", metadata)).isEqualTo(SIGNER.sign("a/b/1", metadata));
  }

  @Test
  void the_project_trusts_no_key_that_was_just_made() {
    assertThat(
            TrustedKeys.ofProject()
                .refusal("a/b/1", new byte[1], SIGNER.sign("a/b/1", new byte[1])))
        .isNotNull();
  }

  @Test
  void an_administrators_own_key_is_trusted_once_it_is_named(@TempDir Path keys) throws Exception {
    Path own = keys.resolve("own.json");
    Files.writeString(own, SIGNER.publicKeys());
    store = new ModelStore(models, TrustedKeys.of(null));
    assertRefused(FallbackCause.MODEL_UNTRUSTED, "nobody whom this server trusts");
    store = new ModelStore(models, TrustedKeys.of(keys.resolve("missing.json") + ", " + own));
    assertThat(version()).isEqualTo(1);
  }

  @Test
  void the_command_makes_keys_signs_and_verifies(@TempDir Path keys) throws Exception {
    String secret = keys.resolve("private.json").toString();
    String open = keys.resolve("public.json").toString();
    SmallModel.publish(models, "taste", 2, "new");
    assertThat(run("new-signing-key", secret, open)).isZero();
    assertThat(run("verify", models.toString(), open)).isEqualTo(1);
    assertThat(run("sign", models.toString(), secret)).isZero();
    assertThat(run("verify", models.toString(), open)).isZero();
    assertThat(run("verify", models.toString())).isEqualTo(1);
    assertThat(run("sign")).isEqualTo(2);
    assertThat(Files.readString(Path.of(open))).doesNotContain("PrivateKey");
    assertThatThrownBy(() -> run("new-signing-key", secret, open))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  private static int run(String... arguments) throws Exception {
    return new ModelsCommand(new PrintStream(OutputStream.nullOutputStream()))
        .run(List.of(arguments));
  }

  @Test
  void the_walk_ignores_what_is_no_model() throws IOException {
    Files.createDirectories(models.resolve("nlp_models/No Model/1"));
    Files.createDirectories(models.resolve("other/taste/1"));
    assertThat(PublishedModels.in(models))
        .containsExactly(new ModelName(ModelGroup.NLP_MODELS, "taste"));
  }
}
