package io.flowshield.ml.protection;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyTemplates;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.signature.SignatureConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;

/**
 * Reads and writes Tink's keysets as JSON: several keys of one kind, so that keys can be changed.
 */
final class Keysets {
  /** Signs deterministically: equal models get equal signatures. */
  static final String SIGNING = "ED25519";

  static final String ENCRYPTION = "AES256_GCM";

  static {
    try {
      SignatureConfig.register();
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has both", e);
    }
  }

  private Keysets() {}

  static KeysetHandle create(String template) {
    try {
      return KeysetHandle.generateNew(KeyTemplates.get(template));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Tink has " + template, e);
    }
  }

  static KeysetHandle publicKeys(String json) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeysetWithoutSecret(json);
  }

  static String publicKeys(KeysetHandle handle) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeysetWithoutSecret(handle.getPublicKeysetHandle());
  }

  static KeysetHandle secretKeys(String json) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
  }

  static String secretKeys(KeysetHandle handle) throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
  }

  /** Writes a file that only its owner reads, where the system has such; never over another. */
  static void writeSecret(Path file, String json) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    FileAttribute<?>[] attributes =
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Files.createFile(file, attributes);
    Files.write(
        file, (json + "\n").getBytes(StandardCharsets.UTF_8), StandardOpenOption.TRUNCATE_EXISTING);
  }
}
