package io.flowshield.ml.protection;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.RegistryConfiguration;
import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelName;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import io.flowshield.ml.model.ModelTrust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Signs published models with somebody's private key. */
public final class ModelSigner {
  private final KeysetHandle handle;

  private ModelSigner(KeysetHandle handle) {
    this.handle = handle;
  }

  /** With a new key pair. */
  public static ModelSigner create() {
    return new ModelSigner(Keysets.create(Keysets.SIGNING));
  }

  /**
   * With a key pair that {@link #write} wrote.
   *
   * @throws GeneralSecurityException when the file holds none
   */
  public static ModelSigner read(Path file) throws IOException, GeneralSecurityException {
    return new ModelSigner(Keysets.secretKeys(Files.readString(file)));
  }

  /** Writes the private key to a new file that only its owner reads. */
  public void write(Path file) throws IOException {
    try {
      Keysets.writeSecret(file, Keysets.secretKeys(handle));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A private key was made or read", e);
    }
  }

  /** The public half as JSON, for a file that servers are told to trust. */
  public String publicKeys() {
    try {
      return Keysets.publicKeys(handle) + "\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every private key has a public half", e);
    }
  }

  /** Trusts what this signs, and nothing else. */
  public ModelTrust trust() {
    try {
      return TrustedKeys.only(publicKeys());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every private key has a public half", e);
    }
  }

  /**
   * What {@code metadata.sig} holds.
   *
   * @param version for example {@code fraud_detection/login/1}
   * @param metadata the bytes of {@code metadata.json}
   */
  public byte[] sign(String version, byte[] metadata) {
    try {
      byte[] signature =
          handle
              .getPrimitive(RegistryConfiguration.get(), PublicKeySign.class)
              .sign(TrustedKeys.signed(version, metadata));
      return (Base64.getEncoder().encodeToString(signature) + "\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Signing cannot fail with a good key", e);
    }
  }

  /**
   * Signs every version in a folder that neither this key nor somebody trusted has signed. Hashes
   * are compared first: what is damaged is never signed.
   *
   * @param models folder that holds the groups' folders
   * @param trusted whose signatures stay
   * @param cipher opens encrypted files, which must be read to compare their hashes
   * @return the versions that were signed, for example {@code fraud_detection/login/1}
   * @throws ModelRefusedException when one is damaged
   */
  public List<String> signAll(Path models, ModelTrust trusted, ModelCipher cipher)
      throws IOException, ModelRefusedException {
    ModelTrust own = trust();
    ModelStore store = new ModelStore(List.of(models), ModelTrust.HASHES_ONLY, cipher);
    List<String> signed = new ArrayList<>();
    for (ModelName model : PublishedModels.in(models)) {
      for (int version : ModelStore.versions(models, model)) {
        String place = model.path() + "/" + version;
        Path folder = models.resolve(model.path()).resolve(Integer.toString(version));
        store.read(models, model, version);
        byte[] metadata = Files.readAllBytes(folder.resolve(ModelStore.METADATA));
        Path file = folder.resolve(ModelStore.SIGNATURE);
        byte[] signature = Files.exists(file) ? Files.readAllBytes(file) : null;
        if (own.refusal(place, metadata, signature) != null
            && trusted.refusal(place, metadata, signature) != null) {
          Files.write(file, sign(place, metadata));
          signed.add(place);
        }
      }
    }
    return signed;
  }
}
