package io.flowshield.ml.protection;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelName;
import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts models at rest with authenticated encryption (AES-256-GCM). The place of a file is
 * authenticated with it, so an encrypted file opens only where it was meant to lie.
 */
public final class AeadCipher implements ModelCipher {
  /** Environment variable with the key, as {@link #createKey} makes it. */
  public static final String VARIABLE = "FLOWSHIELD_MODELS_KEY";

  private static final Logger LOG = LoggerFactory.getLogger(AeadCipher.class);

  private final Aead aead;

  private AeadCipher(Aead aead) {
    this.aead = aead;
  }

  /** A new key as JSON; whoever has it can read the models. */
  public static String createKey() {
    try {
      return Keysets.secretKeys(Keysets.create(Keysets.ENCRYPTION));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A key was just made", e);
    }
  }

  /**
   * @param key as {@link #createKey} makes it, one or several keys in a keyset
   * @throws GeneralSecurityException when it is no such key
   */
  public static AeadCipher of(String key) throws GeneralSecurityException {
    KeysetHandle handle = Keysets.secretKeys(key);
    return new AeadCipher(handle.getPrimitive(RegistryConfiguration.get(), Aead.class));
  }

  /** With the key in {@link #VARIABLE}. */
  public static ModelCipher ofEnvironment() {
    return of(System.getenv(VARIABLE), VARIABLE);
  }

  /**
   * With a key, if there is one. One that cannot be read is logged and left out: the server starts,
   * and refuses what it cannot open.
   *
   * @param source where the key was set, for the log
   */
  public static ModelCipher of(@Nullable String key, String source) {
    if (key == null || key.isBlank()) {
      return ModelCipher.NO_KEY;
    }
    try {
      return of(key);
    } catch (GeneralSecurityException | RuntimeException e) {
      // Neither the key nor what Tink says of it belongs into a log.
      LOG.error("{} holds no key for models", source);
      return ModelCipher.NO_KEY;
    }
  }

  @Override
  public byte[] decrypt(String place, byte[] bytes) throws GeneralSecurityException {
    return aead.decrypt(bytes, associated(place));
  }

  /** What {@link #decrypt} opens. */
  public byte[] encrypt(String place, byte[] bytes) throws GeneralSecurityException {
    return aead.encrypt(bytes, associated(place));
  }

  private static byte[] associated(String place) {
    return ("flowshield model\n" + place).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Replaces every plain file of every version, the model card too, by an encrypted one. {@code
   * metadata.json} and its signature stay readable: they say what a model is, not what it has
   * learnt.
   *
   * @param models folder that holds the groups' folders
   * @return what was encrypted, for example {@code fraud_detection/login/1/model.ubj}
   */
  public List<String> encryptAll(Path models) throws IOException, GeneralSecurityException {
    List<String> encrypted = new ArrayList<>();
    for (ModelName model : PublishedModels.in(models)) {
      for (int version : ModelStore.versions(models, model)) {
        Path folder = models.resolve(model.path()).resolve(Integer.toString(version));
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
          files = entries.filter(AeadCipher::isPlain).sorted().toList();
        }
        for (Path file : files) {
          String place = model.path() + "/" + version + "/" + file.getFileName();
          Path target = file.resolveSibling(file.getFileName() + ModelStore.ENCRYPTED);
          Path part = file.resolveSibling(file.getFileName() + ".part");
          Files.write(part, encrypt(place, Files.readAllBytes(file)));
          Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
          Files.delete(file);
          encrypted.add(place);
        }
      }
    }
    return encrypted;
  }

  private static boolean isPlain(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.endsWith(ModelStore.ENCRYPTED)
        && !name.equals(ModelStore.METADATA)
        && !name.equals(ModelStore.SIGNATURE);
  }
}
