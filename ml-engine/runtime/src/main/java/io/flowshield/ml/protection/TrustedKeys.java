package io.flowshield.ml.protection;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.RegistryConfiguration;
import io.flowshield.ml.model.ModelTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trusts models that were signed with one of some keys. Keys are the public halves of Ed25519 key
 * pairs (RFC 8032), in keysets as Tink writes them in JSON.
 */
public final class TrustedKeys implements ModelTrust {
  /** Environment variable that names files with further keys, separated by commas. */
  public static final String VARIABLE = "FLOWSHIELD_TRUSTED_KEYS";

  private static final Logger LOG = LoggerFactory.getLogger(TrustedKeys.class);
  private static final String PROJECT_KEYS = "trusted-keys.json";

  private final List<PublicKeyVerify> keys;

  private TrustedKeys(List<PublicKeyVerify> keys) {
    this.keys = List.copyOf(keys);
  }

  /** The keys that this release's own models are signed with. */
  public static TrustedKeys ofProject() {
    try (InputStream in = TrustedKeys.class.getResourceAsStream(PROJECT_KEYS)) {
      if (in == null) {
        throw new IllegalStateException(PROJECT_KEYS + " is not in the jar");
      }
      return new TrustedKeys(
          List.of(verifier(new String(in.readAllBytes(), StandardCharsets.UTF_8))));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(PROJECT_KEYS + " in the jar cannot be read", e);
    }
  }

  /**
   * The project's keys and those of an administrator. A file that cannot be read is logged and left
   * out: the server starts, and refuses what it was to trust.
   *
   * @param files files with keysets, separated by commas; null for the environment variable {@link
   *     #VARIABLE}, and none if that is not set
   */
  public static TrustedKeys of(@Nullable String files) {
    List<PublicKeyVerify> keys = new ArrayList<>(ofProject().keys);
    String named = files == null || files.isBlank() ? System.getenv(VARIABLE) : files;
    if (named != null && !named.isBlank()) {
      for (String file : named.split(",")) {
        try {
          keys.add(verifier(Files.readString(Path.of(file.trim()))));
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
          LOG.error("Trusted keys {} cannot be read: {}", file.trim(), e.toString());
        }
      }
    }
    return new TrustedKeys(keys);
  }

  /** Only the keys of a keyset in JSON. */
  static TrustedKeys only(String keyset) throws GeneralSecurityException {
    return new TrustedKeys(List.of(verifier(keyset)));
  }

  private static PublicKeyVerify verifier(String keyset) throws GeneralSecurityException {
    KeysetHandle handle = Keysets.publicKeys(keyset);
    return handle.getPrimitive(RegistryConfiguration.get(), PublicKeyVerify.class);
  }

  /**
   * What is signed: the place too, so that a model's files cannot be passed off as another's.
   *
   * @param version for example {@code fraud_detection/login/1}
   */
  static byte[] signed(String version, byte[] metadata) {
    byte[] place = ("flowshield model\n" + version + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] all = new byte[place.length + metadata.length];
    System.arraycopy(place, 0, all, 0, place.length);
    System.arraycopy(metadata, 0, all, place.length, metadata.length);
    return all;
  }

  @Override
  public @Nullable String refusal(String version, byte[] metadata, byte @Nullable [] signature) {
    if (signature == null) {
      return "it is not signed";
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(new String(signature, StandardCharsets.UTF_8).trim());
    } catch (IllegalArgumentException e) {
      return "its signature is damaged";
    }
    byte[] signed = signed(version, metadata);
    for (PublicKeyVerify key : keys) {
      try {
        key.verify(decoded, signed);
        return null;
      } catch (GeneralSecurityException e) {
        LOG.debug("Not signed with this key: {}", version);
      }
    }
    return "it is signed by nobody whom this server trusts, or was changed since";
  }
}
