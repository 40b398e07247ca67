package io.flowshield.ml.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowshield.ml.FallbackCause;
import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelGroup;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("B2")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class EncryptionTest {
  private static final ModelSigner SIGNER = ModelSigner.create();

  @TempDir Path models;
  private AeadCipher cipher;
  private Path weights;

  @BeforeEach
  void publish() throws Exception {
    Path folder = SmallModel.publish(models, "taste", 1, "a secret recipe");
    SIGNER.signAll(models, SIGNER.trust(), ModelCipher.NO_KEY);
    cipher = AeadCipher.of(AeadCipher.createKey());
    assertThat(cipher.encryptAll(models))
        .containsExactly("nlp_models/taste/1/weights.bin", "nlp_models/taste/1/words.txt");
    weights = folder.resolve("weights.bin.aead");
  }

  private ModelStore store(ModelCipher with) {
    return new ModelStore(List.of(models), SIGNER.trust(), with);
  }

  private void assertRefused(ModelCipher with, String why) {
    assertThatThrownBy(() -> store(with).read(ModelGroup.NLP_MODELS, "taste"))
        .isInstanceOf(ModelRefusedException.class)
        .hasMessageContaining("weights.bin.aead cannot be decrypted")
        .hasMessageContaining(why)
        .extracting(e -> ((ModelRefusedException) e).reason())
        .isEqualTo(FallbackCause.MODEL_DAMAGED);
  }

  @Test
  void an_encrypted_model_is_read_with_the_key_and_keeps_its_signature() throws Exception {
    assertThat(Files.exists(weights.resolveSibling("weights.bin"))).isFalse();
    assertThat(new String(Files.readAllBytes(weights), StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
    assertThat(store(cipher).read(ModelGroup.NLP_MODELS, "taste").file("weights.bin"))
        .asString()
        .isEqualTo("a secret recipe");
  }

  @Test
  void without_the_key_it_is_refused() {
    assertRefused(ModelCipher.NO_KEY, "this server has no key");
  }

  @Test
  void with_another_key_it_is_refused() throws Exception {
    assertRefused(AeadCipher.of(AeadCipher.createKey()), "decryption failed");
  }

  @Test
  void files_cannot_be_swapped() throws Exception {
    Path words = weights.resolveSibling("words.txt.aead");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, Files.readAllBytes(words));
    Files.write(words, bytes);
    assertRefused(cipher, "decryption failed");
  }

  @Test
  void a_file_opens_in_no_other_version() throws Exception {
    byte[] bytes = Files.readAllBytes(weights);
    assertThat(cipher.decrypt("nlp_models/taste/1/weights.bin", bytes)).isNotEmpty();
    for (String place :
        List.of(
            "nlp_models/taste/2/weights.bin",
            "nlp_models/smell/1/weights.bin",
            "fraud_detection/taste/1/weights.bin")) {
      assertThatThrownBy(() -> cipher.decrypt(place, bytes))
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 4, 12, 30})
  void a_file_that_was_cut_off_is_refused(int left) throws Exception {
    Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), left));
    assertRefused(cipher, "decrypt");
  }

  @Test
  void every_changed_byte_is_noticed() throws Exception {
    byte[] bytes = Files.readAllBytes(weights);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> cipher.decrypt("nlp_models/taste/1/weights.bin", changed))
          .as("byte %d", i)
          .isInstanceOf(GeneralSecurityException.class);
    }
  }

  @Test
  void an_encrypted_file_that_was_not_signed_is_refused_although_the_key_was_known()
      throws Exception {
    Files.write(
        weights,
        cipher.encrypt(
            "nlp_models/taste/1/weights.bin", "tampered".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> store(cipher).read(ModelGroup.NLP_MODELS, "taste"))
        .hasMessageContaining("weights.bin has the SHA-256");
  }

  @Test
  void encrypting_twice_changes_nothing() throws Exception {
    byte[] bytes = Files.readAllBytes(weights);
    assertThat(cipher.encryptAll(models)).isEmpty();
    assertThat(Files.readAllBytes(weights)).isEqualTo(bytes);
  }

  @Test
  void what_is_no_key_is_refused() {
    assertThatThrownBy(() -> AeadCipher.of("{}")).isInstanceOf(GeneralSecurityException.class);
    assertThatThrownBy(() -> AeadCipher.of(SIGNER.publicKeys()))
        .isInstanceOf(GeneralSecurityException.class);
  }
}
