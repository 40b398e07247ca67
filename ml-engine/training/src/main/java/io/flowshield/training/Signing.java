package io.flowshield.training;

import io.flowshield.ml.model.ModelCipher;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.protection.ModelSigner;
import io.flowshield.ml.protection.TrustedKeys;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * Signs what was trained. Main class: {@code Signing <models>} signs what is unsigned, or signed by
 * nobody trusted, in a folder.
 *
 * <p>The environment variable {@link #VARIABLE} names the file with the private key; else one is
 * made for this user, once, and nothing trusts it but a server that is told to.
 */
public final class Signing {
  /** Environment variable that names the file with the private key. */
  static final String VARIABLE = "FLOWSHIELD_SIGNING_KEY";

  private Signing() {}

  public static void main(String[] arguments)
      throws IOException, GeneralSecurityException, ModelRefusedException {
    sign(Path.of(arguments[0]), System.out);
  }

  /**
   * @param models folder that holds the groups' folders
   */
  static void sign(Path models, PrintStream out)
      throws IOException, GeneralSecurityException, ModelRefusedException {
    String named = System.getenv(VARIABLE);
    Path own = Path.of(System.getProperty("user.home"), ".flowshield");
    Path key =
        named == null || named.isBlank() ? own.resolve("models-signing-key.json") : Path.of(named);
    sign(models, key, own.resolve("models-trusted-keys.json"), out);
  }

  static void sign(Path models, Path key, Path publicKeys, PrintStream out)
      throws IOException, GeneralSecurityException, ModelRefusedException {
    if (!Files.exists(key)) {
      ModelSigner.create().write(key);
      out.println("A key to sign models with was made: " + key);
    }
    ModelSigner signer = ModelSigner.read(key);
    TrustedKeys project = TrustedKeys.ofProject();
    for (String version : signer.signAll(models, project, ModelCipher.NO_KEY)) {
      out.println("signed " + version);
    }
    byte[] probe = new byte[0];
    if (project.refusal("probe", probe, signer.sign("probe", probe)) != null) {
      Files.writeString(publicKeys, signer.publicKeys());
      out.println(
          "They are signed with your own key. Servers take them when they are told to trust it:\n"
              + "  --spi-flowshield-risk--default--trusted-keys="
              + publicKeys
              + "\nor the environment variable "
              + TrustedKeys.VARIABLE
              + " (docs/models.md)");
    }
  }
}
