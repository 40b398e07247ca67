package io.flowshield.ml.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flowshield.ml.FallbackCause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Published models in folders: {@code <root>/<group>/<name>/<version>/} holds
 *
 * <ul>
 *   <li>the model's files, as they are or, with {@link #ENCRYPTED} behind their names, encrypted;
 *   <li>{@code metadata.json}: provenance and metrics, and {@code "files"}, an object from the name
 *       of each file to the SHA-256 of its plain bytes in hexadecimal. Whatever is not listed there
 *       does not exist;
 *   <li>{@code metadata.sig}: a signature over {@code metadata.json}.
 * </ul>
 *
 * Of the first folder that has a good version, the highest good one counts: one that is signed by
 * somebody trusted, whose files are what they were when that was signed, and that its loader takes.
 * A refused one is logged, and the next lower tried. Nothing of a model is interpreted before it is
 * verified. A store knows nothing of what the files mean: a new model needs no change here.
 */
public final class ModelStore {
  /** Describes a version, and lists its files. */
  public static final String METADATA = "metadata.json";

  /** Signature over {@link #METADATA}. */
  public static final String SIGNATURE = "metadata.sig";

  /** Says in a page what a model is, what it was trained on, and what that does not show. */
  public static final String MODEL_CARD = "MODEL_CARD.md";

  /** What the name of an encrypted file ends with. */
  public static final String ENCRYPTED = ".aead";

  /** How many files a version may list. */
  public static final int MAX_FILES = 64;

  /** How many bytes a version may have, all files together. */
  public static final int MAX_BYTES = 256 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(ModelStore.class);

  /** Name, version, file. */
  private static final int DEPTH = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<Path> roots;
  private final ModelTrust trust;
  private final ModelCipher cipher;

  /**
   * @param root folder that holds the groups' folders; may be absent
   * @param trust whose models may judge
   */
  public ModelStore(Path root, ModelTrust trust) {
    this(List.of(root), trust, ModelCipher.NO_KEY);
  }

  /**
   * @param roots folders that hold the groups' folders, the preferred one first; may be absent
   * @param trust whose models may judge
   * @param cipher opens encrypted files
   */
  public ModelStore(List<Path> roots, ModelTrust trust, ModelCipher cipher) {
    this.roots = List.copyOf(roots);
    this.trust = trust;
    this.cipher = cipher;
  }

  /**
   * Makes something of a verified model.
   *
   * @param <T> what it makes
   */
  @FunctionalInterface
  public interface Loader<T> {

    /**
     * @throws ModelRefusedException when this version must not judge; the next lower one is tried
     */
    T load(StoredModel model) throws ModelRefusedException;
  }

  /** A version that lies somewhere, verified or not. */
  private record Found(Path root, int version) {}

  /**
   * The highest good version.
   *
   * @throws ModelRefusedException when there is none; says why each was refused
   */
  public StoredModel read(ModelGroup group, String name) throws ModelRefusedException {
    return read(group, name, model -> model);
  }

  /**
   * Loads the highest good version that the loader takes.
   *
   * @throws ModelRefusedException when there is none; says why each was refused
   */
  public <T> T read(ModelGroup group, String name, Loader<T> loader) throws ModelRefusedException {
    ModelName model = new ModelName(group, name);
    List<String> refused = new ArrayList<>();
    ModelRefusedException first = null;
    for (Found found : found(model)) {
      try {
        return loader.load(read(found.root(), model, found.version(), refused));
      } catch (ModelRefusedException e) {
        LOG.warn("A model is refused: {}: {}", e.reason(), e.getMessage());
        refused.add(e.reason() + ": " + e.getMessage());
        first = first == null ? e : first;
      }
    }
    if (first == null) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_MISSING, "No version of " + model + " in " + roots);
    }
    if (refused.size() == 1) {
      throw first;
    }
    throw new ModelRefusedException(
        first.reason(),
        first.getMessage() + "; " + String.join("; ", refused.subList(1, refused.size())),
        first);
  }

  /**
   * What lies there, without verifying it: after two equal answers {@link #read} finds the same.
   * Cheap enough to be asked for every minute.
   */
  public String fingerprint() {
    StringBuilder fingerprint = new StringBuilder();
    for (Path root : roots) {
      for (ModelGroup group : ModelGroup.values()) {
        Path folder = root.resolve(group.folder());
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder, DEPTH)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
              fingerprint
                  .append(file)
                  .append(' ')
                  .append(Files.size(file))
                  .append(' ')
                  .append(Files.getLastModifiedTime(file).toMillis())
                  .append('\n');
            }
          } catch (IOException | UncheckedIOException e) {
            fingerprint.append(folder).append(" unreadable\n");
          }
        }
      }
    }
    return fingerprint.toString();
  }

  /**
   * Reads and verifies one version.
   *
   * @param root one of the folders
   * @throws ModelRefusedException when it is not to be trusted
   */
  public StoredModel read(Path root, ModelName model, int version) throws ModelRefusedException {
    return read(root, model, version, List.of());
  }

  private List<Found> found(ModelName model) {
    List<Found> found = new ArrayList<>();
    for (Path root : roots) {
      versions(root, model).forEach(version -> found.add(new Found(root, version)));
    }
    return found;
  }

  /** The versions in a folder, verified or not, highest first. */
  public static List<Integer> versions(Path root, ModelName model) {
    Path family = root.resolve(model.path());
    if (!Files.isDirectory(family)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(family)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(ModelName::isVersion)
          .map(Integer::valueOf)
          .sorted(Comparator.reverseOrder())
          .toList();
    } catch (IOException e) {
      LOG.warn("{} cannot be listed", family, e);
      return List.of();
    }
  }

  private static Path folder(Path root, ModelName model, int version) {
    return root.resolve(model.path()).resolve(Integer.toString(version));
  }

  private StoredModel read(Path root, ModelName model, int version, List<String> refused)
      throws ModelRefusedException {
    Path folder = folder(root, model, version);
    String place = model.path() + "/" + version;
    try {
      byte[] manifest = bytes(folder, METADATA);
      Path signature = folder.resolve(SIGNATURE);
      String distrust =
          trust.refusal(place, manifest, Files.exists(signature) ? bytes(folder, SIGNATURE) : null);
      if (distrust != null) {
        throw new ModelRefusedException(FallbackCause.MODEL_UNTRUSTED, folder + ": " + distrust);
      }
      JsonNode metadata = JSON.readTree(manifest);
      Map<String, byte[]> files = new LinkedHashMap<>();
      long total = 0;
      for (Map.Entry<String, String> entry : listed(metadata).entrySet()) {
        byte[] bytes = verified(folder, place, entry.getKey(), entry.getValue());
        total += bytes.length;
        if (total > MAX_BYTES) {
          throw new IOException("its files are larger than " + MAX_BYTES + " bytes");
        }
        files.put(entry.getKey(), bytes);
      }
      return new StoredModel(model, version, metadata, sha256(manifest), files, refused);
    } catch (IOException | GeneralSecurityException e) {
      throw new ModelRefusedException(
          FallbackCause.MODEL_DAMAGED, folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The files that metadata lists, with their SHA-256.
   *
   * @throws IOException when it lists none, too many, or one whose name could lead elsewhere
   */
  public static Map<String, String> listed(JsonNode metadata) throws IOException {
    JsonNode listed = metadata.path("files");
    if (!listed.isObject() || listed.isEmpty() || listed.size() > MAX_FILES) {
      throw new IOException(METADATA + " must list 1 to " + MAX_FILES + " files");
    }
    Map<String, String> files = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : listed.properties()) {
      String file = entry.getKey();
      if (!ModelName.isFile(file) || file.equals(METADATA) || file.equals(SIGNATURE)) {
        throw new IOException(METADATA + " lists a file by a name that is not allowed");
      }
      files.put(file, entry.getValue().asText("").toLowerCase(Locale.ROOT));
    }
    return files;
  }

  private byte[] verified(Path folder, String place, String file, String expected)
      throws IOException, GeneralSecurityException {
    byte[] bytes;
    if (Files.exists(folder.resolve(file + ENCRYPTED))) {
      try {
        bytes = cipher.decrypt(place + "/" + file, bytes(folder, file + ENCRYPTED));
      } catch (GeneralSecurityException e) {
        throw new GeneralSecurityException(
            file + ENCRYPTED + " cannot be decrypted: " + e.getMessage(), e);
      }
    } else {
      bytes = bytes(folder, file);
    }
    String actual = sha256(bytes);
    if (!expected.equals(actual)) {
      throw new IOException(
          file + " has the SHA-256 " + actual + ", but " + METADATA + " says " + expected);
    }
    return bytes;
  }

  private static byte[] bytes(Path folder, String file) throws IOException {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw new IOException(file + " is missing");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      return bytes;
    }
  }

  /** SHA-256 in lower-case hexadecimal, as {@code metadata.json} holds it. */
  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
