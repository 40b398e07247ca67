package io.flowshield.ml.protection;

import io.flowshield.ml.model.ModelName;
import io.flowshield.ml.model.ModelRefusedException;
import io.flowshield.ml.model.ModelStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;

/**
 * Keys, signatures and encryption of published models, from the command line.
 *
 * <pre>
 * new-signing-key &lt;private.json&gt; &lt;public.json&gt;
 * sign &lt;models&gt; &lt;private.json&gt;
 * new-encryption-key &lt;key.json&gt;
 * encrypt &lt;models&gt; &lt;key.json&gt;
 * verify &lt;models&gt; [trusted keys, separated by commas]
 * </pre>
 */
public final class ModelsCommand {
  private final PrintStream out;

  ModelsCommand(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    int status;
    try {
      status = new ModelsCommand(System.out).run(List.of(arguments));
    } catch (FileAlreadyExistsException e) {
      System.err.println(e.getMessage() + " is there already, and is left alone");
      status = 2;
    } catch (IOException | GeneralSecurityException | ModelRefusedException e) {
      System.err.println(e.getMessage());
      status = 2;
    }
    System.exit(status);
  }

  /**
   * @return 0 when all is well, 1 when a model is refused, 2 when the arguments are wrong
   */
  int run(List<String> arguments)
      throws IOException, GeneralSecurityException, ModelRefusedException {
    String command = arguments.isEmpty() ? "" : arguments.get(0);
    int given = arguments.size() - 1;
    if (command.equals("new-signing-key") && given == 2) {
      ModelSigner signer = ModelSigner.create();
      signer.write(Path.of(arguments.get(1)));
      Files.writeString(Path.of(arguments.get(2)), signer.publicKeys());
      return 0;
    }
    if (command.equals("sign") && given == 2) {
      ModelSigner signer = ModelSigner.read(Path.of(arguments.get(2)));
      signer
          .signAll(Path.of(arguments.get(1)), signer.trust(), AeadCipher.ofEnvironment())
          .forEach(version -> out.println("signed " + version));
      return 0;
    }
    if (command.equals("new-encryption-key") && given == 1) {
      Keysets.writeSecret(Path.of(arguments.get(1)), AeadCipher.createKey());
      return 0;
    }
    if (command.equals("encrypt") && given == 2) {
      AeadCipher.of(Files.readString(Path.of(arguments.get(2))))
          .encryptAll(Path.of(arguments.get(1)))
          .forEach(file -> out.println("encrypted " + file));
      return 0;
    }
    if (command.equals("verify") && (given == 1 || given == 2)) {
      return verify(
          Path.of(arguments.get(1)), TrustedKeys.of(given == 2 ? arguments.get(2) : null));
    }
    out.println(
        "new-signing-key <private.json> <public.json> | sign <models> <private.json> |"
            + " new-encryption-key <key.json> | encrypt <models> <key.json> |"
            + " verify <models> [<trusted keys>]");
    return 2;
  }

  private int verify(Path models, TrustedKeys trusted)
      throws IOException, GeneralSecurityException {
    ModelStore store = new ModelStore(List.of(models), trusted, AeadCipher.ofEnvironment());
    int status = 0;
    for (ModelName model : PublishedModels.in(models)) {
      for (int version : ModelStore.versions(models, model)) {
        try {
          out.println("good " + store.read(models, model, version));
        } catch (ModelRefusedException e) {
          out.println("REFUSED " + e.reason() + " " + e.getMessage());
          status = 1;
        }
      }
    }
    return status;
  }
}
